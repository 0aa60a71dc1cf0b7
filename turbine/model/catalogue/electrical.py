"""Powers, energies, the grid and the availability."""

from turbine.model.channel import Channel, spelled
from turbine.model.headings import Statistic
from turbine.words import Sentence

ELECTRICAL: tuple[Channel, ...] = (
    Channel(
        name="reactive_power_kvar",
        label=Sentence("Reactive power"),
        unit="kvar",
        lower=-5_000.0,
        upper=5_000.0,
        iec="WTUR.VAr",
        aliases=spelled("""
            Reactive Power; Q_avg; Grid reactive power; React power; Power reactive; Prtv
            WTUR_VAr; Grd_Prod_ReactPwr_Avg; wtc_RePower; Reactive pwr
            Blindleistung; Potencia reactiva; Pot reactiva; Reaktif Güç; Puissance réactive
        """),
    ),
    Channel(
        name="apparent_power_kva",
        label=Sentence("Apparent power"),
        unit="kVA",
        lower=0.0,
        upper=6_000.0,
        aliases=spelled("""
            Apparent Power; S_avg; Scheinleistung; Potencia aparente; Görünür Güç
            Puissance apparente
        """),
    ),
    Channel(
        name="power_factor",
        label=Sentence("Power factor"),
        unit="",
        lower=-1.0,
        upper=1.0,
        aliases=spelled("""
            Power factor; Power factor (cosphi); Cos phi; Cosphi; Cosphi_avg; PF_avg; Cos φ
            Grd_Prod_CosPhi_Avg; wtc_CosPhi; Leistungsfaktor; Factor de potencia; Güç Faktörü
        """),
    ),
    Channel(
        name="grid_frequency_hz",
        label=Sentence("Grid frequency"),
        unit="Hz",
        lower=45.0,
        upper=65.0,
        aliases=spelled("""
            Grid frequency; Frequency; Freq; Nf_avg; Grid freq; Grd_Prod_Freq_Avg; wtc_GridFreq
            Line frequency; Mains frequency; Netzfrequenz; Frequenz; Frecuencia; Frecuencia de red
            Frekans; Şebeke Frekansı; Fréquence réseau
        """),
    ),
    Channel(
        name="grid_voltage_v",
        label=Sentence("Grid voltage"),
        unit="V",
        lower=0.0,
        upper=50_000.0,
        aliases=spelled("""
            Grid voltage; Voltage; Nu_avg; Line voltage; Mains voltage; Voltage phase; Volt phase
            Grd_Prod_VoltPhse; Grid volt phase; Phase voltage; Voltage phase to phase; Volts
            Netzspannung; Spannung; Spannung Phase; Leiterspannung; Tensión; Tensión de red
            Voltaje; Gerilim; Şebeke Gerilimi; Tension réseau
        """),
    ),
    Channel(
        name="grid_current_a",
        label=Sentence("Grid current"),
        unit="A",
        lower=0.0,
        upper=6_000.0,
        aliases=spelled("""
            Grid current; Current; Line current; Mains current; Current phase; Phase current
            Grd_Prod_CurPhse; Netzstrom; Strom; Strom Phase; Corriente; Corriente de red
            Intensidad; Akım; Şebeke Akımı
        """),
    ),
    Channel(
        name="available_power_kw",
        label=Sentence("Available power"),
        unit="kW",
        lower=-100.0,
        upper=3_700.0,
        aliases=spelled("""
            Available power; Possible power; Potential power; Grd_Prod_PsblePwr_Avg; Available pwr
            Potential power default PC; Power available; wtc_PossPwr
            Verfügbare Leistung; Mögliche Leistung; Potencia disponible; Mevcut Güç
        """),
        energy=Sentence("Available energy"),
    ),
    Channel(
        name="curtailed_power_kw",
        label=Sentence("Curtailed power"),
        unit="kW",
        lower=-100.0,
        upper=3_700.0,
        aliases=spelled("Curtailed power; Curtailment; Abgeregelte Leistung; Potencia recortada"),
        energy=Sentence("Curtailed energy"),
    ),
    Channel(
        name="auxiliary_power_kw",
        label=Sentence("Auxiliary power"),
        unit="kW",
        lower=-10.0,
        upper=500.0,
        aliases=spelled("""
            Auxiliary power; Aux power; Own consumption; Internal consumption; Eigenverbrauch
            Consumo propio; Autoconsumo; İç Tüketim
        """),
        energy=Sentence("Auxiliary energy"),
    ),
    Channel(
        name="energy_kwh",
        label=Sentence("Energy"),
        unit="kWh",
        lower=-100.0,
        upper=10_000.0,
        statistic=Statistic.SUM,
        aliases=spelled("""
            Energy; Active energy; Production; Energy production; Active energy production; Yield
            Energy produced; Produced energy; Generation; Energy yield; Net energy; energy_kwh
            Energie; Ertrag; Energieertrag; Wirkarbeit; Arbeit; Produktion; Stromertrag; Energía
            Energía activa; Producción; Energía producida; Enerji; Üretim; Aktif Enerji
        """),
    ),
    Channel(
        name="energy_export_kwh",
        label=Sentence("Energy exported"),
        unit="kWh",
        lower=-1.0,
        upper=10_000.0,
        statistic=Statistic.SUM,
        iec="WTUR.SupWh",
        aliases=spelled("""
            Energy export; Exported energy; Active energy export; Export; WTUR_SupWh
            Energy supplied; Einspeisung; Eingespeiste Energie; Energía exportada
            Energía inyectada; Verilen Enerji; Energy exported
        """),
    ),
    Channel(
        name="energy_import_kwh",
        label=Sentence("Energy imported"),
        unit="kWh",
        lower=-1.0,
        upper=1_000.0,
        statistic=Statistic.SUM,
        iec="WTUR.DmdWh",
        aliases=spelled("""
            Energy import; Imported energy; Active energy import; Import; WTUR_DmdWh; Consumption
            Energy consumption; Bezug; Bezogene Energie; Energía importada; Consumo
            Energía consumida; Çekilen Enerji; Tüketim; Energy imported; Energy consumed
        """),
    ),
    Channel(
        name="reactive_energy_kvarh",
        label=Sentence("Reactive energy"),
        unit="kvarh",
        lower=-10_000.0,
        upper=10_000.0,
        statistic=Statistic.SUM,
        aliases=spelled("""
            Reactive energy; Reactive energy export; Blindarbeit; Energía reactiva; Reaktif Enerji
        """),
    ),
    Channel(
        name="theoretical_energy_kwh",
        label=Sentence("Theoretical energy per interval"),
        unit="kWh",
        lower=-1.0,
        upper=10_000.0,
        statistic=Statistic.SUM,
        aliases=spelled("""
            Energy theoretical; Theoretical energy; Expected energy; Theoretical production
            Theoretische Energie; Energía teórica; Teorik Enerji
        """),
    ),
    Channel(
        name="lost_energy_kwh",
        label=Sentence("Lost energy"),
        unit="kWh",
        lower=-10_000.0,
        upper=10_000.0,
        statistic=Statistic.SUM,
        aliases=spelled("""
            Lost production; Lost energy; Lost production total; Energy loss; Verlorene Energie
            Ertragsverlust; Energía perdida; Kayıp Enerji
        """),
    ),
    Channel(
        name="energy_counter_kwh",
        label=Sentence("Energy counter"),
        unit="kWh",
        lower=0.0,
        upper=1e9,
        statistic=Statistic.COUNTER,
        iec="WTUR.TotWh",
        aliases=spelled("""
            Energy counter; Total energy; Total production; Total energy production; kWh counter
            Production counter; Cumulative energy; WTUR_TotWh; Meter reading; Accumulated energy
            Total active energy; Zählerstand; Gesamtertrag; Energiezähler; Gesamtproduktion
            Energía total; Energía acumulada; Contador de energía; Toplam Enerji; Toplam Üretim
            Sayaç
        """),
    ),
    Channel(
        name="capacity_factor_pct",
        label=Sentence("Capacity factor"),
        unit="%",
        lower=-5.0,
        upper=110.0,
        aliases=spelled("Capacity factor; Kapazitätsfaktor; Factor de planta; Kapasite Faktörü"),
    ),
    Channel(
        name="availability_pct",
        label=Sentence("Availability"),
        unit="%",
        lower=0.0,
        upper=100.0,
        aliases=spelled("""
            Availability; Technical availability; Turbine availability; Data availability
            Verfügbarkeit; Technische Verfügbarkeit; Disponibilidad; Emre Amadelik
        """),
    ),
    Channel(
        name="state_code",
        label=Sentence("State code"),
        unit="",
        lower=float("-inf"),
        upper=float("inf"),
        statistic=Statistic.LAST,
        iec="WTUR.TurSt",
        aliases=spelled("""
            State; Status; State code; Status code; Turbine state; Turbine status; Operating state
            Operation state; WTUR_TurSt; Operational state; Operation mode; TurSt; TurbineState
            Betriebszustand; Statuscode; Zustand; Estado; Código de estado; Durum; Durum Kodu
        """),
    ),
    Channel(
        name="error_code",
        label=Sentence("Error code"),
        unit="",
        lower=float("-inf"),
        upper=float("inf"),
        statistic=Statistic.LAST,
        aliases=spelled("""
            Error code; Alarm code; Fault code; Event code; Alarm; Error; Fault; Fehlercode
            Fehler; Störung; Störungscode; Código de error; Código de alarma; Alarma; Hata Kodu
        """),
    ),
)
