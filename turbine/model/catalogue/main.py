"""The four signals of the Kaggle file: the first of the catalogue."""

from turbine.model.channel import Channel, spelled
from turbine.words import Sentence

MAIN: tuple[Channel, ...] = (
    Channel(
        name="power_kw",
        label=Sentence("Active power"),
        unit="kW",
        lower=-100.0,
        upper=3_700.0,
        iec="WTUR.W",
        aliases=spelled("""
            LV ActivePower (kW); Active Power; Power; P_avg; Grid power; Grid active power
            Turbine power; Power output; Output power; Power active; ActPower
            System power generated; Act power; ActPwr; Active Pwr; Power W; pow; WTUR_W; WTUR.TotW
            Patv; Grd_Prod_Pwr_Avg; Grid production power
            wtc_ActPower; Net power; Real power; Leistung; Wirkleistung; Aktive Leistung
            Netzleistung; Erzeugte Leistung; Potencia; Potencia activa; Potencia generada
            Pot activa; Aktif Güç; Güç; Aktif Güç Çıkışı; Puissance active; Puissance
            Potência ativa; Potência; Aktiv effekt; Effekt; 有功功率; 功率; 发电功率
        """),
        energy=Sentence("Active energy"),
    ),
    Channel(
        name="wind_speed_mps",
        label=Sentence("Wind speed"),
        unit="m/s",
        lower=0.0,
        upper=50.0,
        iec="WNAC.WdSpd",
        aliases=spelled("""
            Wind Speed; Ws_avg; Nacelle wind speed; Wind; Wind velocity; WindSp; Wind spd
            Horizontal wind speed; Amb_WindSpeed_Avg; Ambient wind speed; wtc_AcWindSp; Wspd
            WSpeed; WNAC_WdSpd; WMET_HorWdSpd; WMET_WdSpd; Anemometer; Nacelle anemometer; Spd
            WndSpd; Windgeschwindigkeit; Windgeschw; Wind geschwindigkeit
            Gondelwindgeschwindigkeit; Velocidad del viento; Velocidad de viento; Velocidad viento
            Vel viento; Rüzgar Hızı; Rüzgar Hız; Vitesse du vent; Vitesse vent
            Velocidade do vento; Velocidade vento; Vindhastighed; Vindhastighet; 风速; 平均风速
        """),
    ),
    Channel(
        # The Kaggle header says kWh; it is the power curve's value in kW: its plateau of 3,600 is
        # the rated power, on the same scale as the active power.
        name="theoretical_power_kw",
        label=Sentence("Theoretical power"),
        unit="kW",
        lower=0.0,
        upper=3_700.0,
        aliases=spelled("""
            Theoretical Power Curve; Theoretical Power; Theoretische Leistung; Potencia teórica
            Teorik Güç; Teorik Güç Eğrisi; Expected power
        """),
        misnamed="Theoretical_Power_Curve (KWh)",
        energy=Sentence("Theoretical energy"),
    ),
    Channel(
        name="wind_direction_deg",
        label=Sentence("Wind direction"),
        unit="°",
        lower=0.0,
        upper=360.0,
        iec="WNAC.WdDir",
        aliases=spelled("""
            Wind Direction; Wa_avg; WD_avg; Wind dir; WindDir; Absolute wind direction; Dir
            Wind direction absolute; Amb_WindDir_Abs_Avg; Ambient wind dir absolute; WNAC_WdDir
            WMET_HorWdDir; WMET_WdDir; WndDir; True wind direction; Nacelle wind direction
            Windrichtung; Absolute Windrichtung; Wind richtung; Dirección del viento
            Dirección de viento; Dirección viento; Dir viento; Rüzgar Yönü; Direction du vent
            Direction vent; Direção do vento; Vindretning; Vindriktning; 风向
        """),
        angular=True,
    ),
)
