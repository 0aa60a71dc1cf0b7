"""Temperatures within the turbine."""

from turbine.model.channel import Channel, spelled
from turbine.words import Sentence

TEMPERATURES: tuple[Channel, ...] = (
    Channel(
        name="nacelle_temperature_degc",
        label=Sentence("Nacelle temperature"),
        unit="°C",
        lower=-40.0,
        upper=80.0,
        iec="WNAC.IntlTmp",
        aliases=spelled("""
            Nacelle temperature; Yt_avg; Nac_Temp_Avg; Nacelle temp; WNAC_IntlTmp; Itmp
            wtc_NacelTmp; Nacelle inside temperature; Temperature nacelle; Gondeltemperatur
            Temperatur Gondel; Temperatura de la góndola; Temperatura góndola; Nasel Sıcaklığı
        """),
    ),
    Channel(
        name="gearbox_oil_temperature_degc",
        label=Sentence("Gearbox oil temperature"),
        unit="°C",
        lower=-40.0,
        upper=120.0,
        iec="WTRM.TrmTmpGbxOil",
        aliases=spelled("""
            Gearbox oil temperature; Gear oil temperature; Gost_avg; Gear_Oil_Temp_Avg
            Gear oil temp; Gearbox oil temp; Gearbox oil sump temperature; WTRM_TrmTmpGbxOil
            wtc_GeOilTmp; GbxOilTmp; Getriebeöltemperatur; Getriebe Öltemperatur
            Temperatur Getriebeöl; Temperatura aceite multiplicadora
            Temperatura de aceite de la multiplicadora; Dişli Yağ Sıcaklığı
            Dişli Kutusu Yağ Sıcaklığı
        """),
    ),
    Channel(
        name="gearbox_oil_inlet_temperature_degc",
        label=Sentence("Gearbox oil inlet temperature"),
        unit="°C",
        lower=-40.0,
        upper=120.0,
        aliases=spelled("""
            Gear oil inlet temperature; Gearbox oil inlet temperature; Git_avg
            Gearbox inlet temperature
        """),
    ),
    Channel(
        name="gearbox_bearing_temperature_degc",
        label=Sentence("Gearbox bearing temperature"),
        unit="°C",
        lower=-40.0,
        upper=130.0,
        aliases=spelled("""
            Gearbox bearing temperature; Gbt_avg; Gear_Bear_Temp_Avg; Gear bearing temperature
            Gear bearing temp; Gearbox bearing temp; wtc_GeaBTmp; Getriebelagertemperatur
            Temperatura rodamiento multiplicadora; Dişli Kutusu Rulman Sıcaklığı
            Gearbox HSS temperature
        """),
    ),
    Channel(
        name="main_bearing_temperature_degc",
        label=Sentence("Main bearing temperature"),
        unit="°C",
        lower=-40.0,
        upper=100.0,
        iec="WTRM.TrmTmpShfBrg1",
        aliases=spelled("""
            Main bearing temperature; Rbt_avg; Main bearing temp; Rotor bearing temperature
            wtc_MainBTmp; Rotor bearing temp; Main shaft bearing temperature; WTRM_TrmTmpShfBrg
            Hauptlagertemperatur; Rotorlagertemperatur; Temperatura rodamiento principal
            Ana Rulman Sıcaklığı; Ana Yatak Sıcaklığı
        """),
    ),
    Channel(
        name="bearing_temperature_degc",
        label=Sentence("Bearing temperature"),
        unit="°C",
        lower=-40.0,
        upper=130.0,
        aliases=spelled("""
            Bearing temperature; Bearing temp; Lagertemperatur; Temperatura rodamiento
            Rulman Sıcaklığı; Temperatura del rodamiento; Temperature bearing
        """),
    ),
    Channel(
        name="generator_bearing_temperature_degc",
        label=Sentence("Generator bearing temperature"),
        unit="°C",
        lower=-40.0,
        upper=140.0,
        aliases=spelled("""
            Generator bearing temperature; Dbt_avg; Gen_Bear_Temp_Avg; Gen bearing temperature
            Db_t_avg; Generator bearing temp; Gen bearing temp
            Generator drive end bearing temperature; Gen bear temp; Generatorlagertemperatur
            Temperatura rodamiento generador; Jeneratör Rulman Sıcaklığı
            Generator Lager Temperatur
        """),
    ),
    Channel(
        name="generator_winding_temperature_degc",
        label=Sentence("Generator winding temperature"),
        unit="°C",
        lower=-40.0,
        upper=180.0,
        iec="WGEN.GnTmpSta",
        aliases=spelled("""
            Generator winding temperature; Stator temperature; Dst_avg; Gen_Phase_Temp_Avg
            Stator temp; Generator stator temperature; Generator winding temp
            Stator winding temperature; Gen phase temp; Generator phase temperature; WGEN_GnTmpSta
            Generator average winding temp; Generatorwicklungstemperatur; Wicklungstemperatur
            Statortemperatur; Generator Wicklung Temperatur; Temperatura devanado generador
            Temperatura del estator; Stator Sıcaklığı; Jeneratör Sargı Sıcaklığı
        """),
    ),
    Channel(
        name="generator_temperature_degc",
        label=Sentence("Generator temperature"),
        unit="°C",
        lower=-40.0,
        upper=180.0,
        aliases=spelled("""
            Generator temperature; Generator temp; Gen temp; Generatortemperatur
            Temperatur Generator; Temperatura del generador; Temperatura generador
            Jeneratör Sıcaklığı
        """),
    ),
    Channel(
        name="slip_ring_temperature_degc",
        label=Sentence("Slip ring temperature"),
        unit="°C",
        lower=-40.0,
        upper=120.0,
        aliases=spelled("""
            Slip ring temperature; Gen_SlipRing_Temp_Avg; Slip ring temp; Schleifringtemperatur
        """),
    ),
    Channel(
        name="converter_temperature_degc",
        label=Sentence("Converter temperature"),
        unit="°C",
        lower=-40.0,
        upper=120.0,
        aliases=spelled("""
            Converter temperature; Inverter temperature; Grd_InverterPhase_Temp_Avg
            Converter temp; Inverter temp; IGBT temperature; Grid inverter phase temp
            Umrichtertemperatur; Temperatura del convertidor; Temperatura convertidor
            Konvertör Sıcaklığı; İnverter Sıcaklığı
        """),
    ),
    Channel(
        name="converter_ambient_temperature_degc",
        label=Sentence("Converter ambient temperature"),
        unit="°C",
        lower=-40.0,
        upper=80.0,
        aliases=spelled("""
            Ambient temperature (converter); Converter ambient temperature
            Converter cabinet temperature
        """),
    ),
    Channel(
        name="transformer_temperature_degc",
        label=Sentence("Transformer temperature"),
        unit="°C",
        lower=-40.0,
        upper=180.0,
        aliases=spelled("""
            Transformer temperature; HVTrafo_Phase_Temp_Avg; Transformer temp; Trafo temperature
            Transformer phase temperature; Transformer winding temperature
            Transformatortemperatur; Trafotemperatur
            Temperatura del transformador; Temperatura transformador; Trafo Sıcaklığı
            Transformatör Sıcaklığı; Trafo temp
        """),
    ),
    Channel(
        name="hydraulic_oil_temperature_degc",
        label=Sentence("Hydraulic oil temperature"),
        unit="°C",
        lower=-40.0,
        upper=100.0,
        aliases=spelled("""
            Hydraulic oil temperature; Hyd_Oil_Temp_Avg; Hydraulic oil temp; Hydraulic temperature
            Hydrauliköltemperatur; Hydrauliktemperatur; Temperatura aceite hidráulico
            Hidrolik Yağ Sıcaklığı; wtc_HydOilTm
        """),
    ),
    Channel(
        name="hub_temperature_degc",
        label=Sentence("Hub temperature"),
        unit="°C",
        lower=-40.0,
        upper=80.0,
        iec="WROT.HubTmp",
        aliases=spelled("""
            Hub temperature; Rt_avg; Hub temp; Spinner temperature; Spin_Temp_Avg
            Nose cone temperature; WROT_HubTmp; Nabentemperatur; Temperatura del buje
            Göbek Sıcaklığı; Temperature hub
        """),
    ),
    Channel(
        name="control_cabinet_temperature_degc",
        label=Sentence("Control cabinet temperature"),
        unit="°C",
        lower=-40.0,
        upper=80.0,
        aliases=spelled("""
            Control cabinet temperature; Cont_Top_Temp_Avg; Temp. top box; Temperature top box
            Controller temperature; Control cabinet temp; Schaltschranktemperatur
            Controller top temp
        """),
    ),
    Channel(
        name="busbar_temperature_degc",
        label=Sentence("Busbar temperature"),
        unit="°C",
        lower=-40.0,
        upper=130.0,
        aliases=spelled("""
            Busbar temperature; Grd_Busbar_Temp_Avg; Busbar temp; Sammelschienentemperatur
        """),
    ),
    Channel(
        name="pitch_motor_temperature_degc",
        label=Sentence("Pitch motor temperature"),
        unit="°C",
        lower=-40.0,
        upper=150.0,
        aliases=spelled("""
            Pitch motor temperature; Temperature motor axis; Pitch motor temp
            Motor temperature axis; Temperature pitch motor; Pitchmotortemperatur
        """),
    ),
    Channel(
        name="cooling_water_temperature_degc",
        label=Sentence("Cooling water temperature"),
        unit="°C",
        lower=-40.0,
        upper=100.0,
        aliases=spelled("""
            Cooling water temperature; Coolant temperature; Cooling water temp
            Kühlwassertemperatur; Temperatura agua refrigeración; Soğutma Suyu Sıcaklığı
        """),
    ),
    Channel(
        name="tower_temperature_degc",
        label=Sentence("Tower temperature"),
        unit="°C",
        lower=-40.0,
        upper=80.0,
        aliases=spelled("""
            Tower temperature; Tower temp; Tower base temperature; Turmtemperatur; Kule Sıcaklığı
            Temperatura de la torre
        """),
    ),
)
