"""Wind beyond its speed and direction, and the air."""

from turbine.model.channel import Channel, spelled
from turbine.words import Sentence

WEATHER: tuple[Channel, ...] = (
    Channel(
        name="wind_speed_vertical_mps",
        label=Sentence("Vertical wind speed"),
        unit="m/s",
        lower=-20.0,
        upper=20.0,
        iec="WMET.VerWdSpd",
        aliases=spelled("Vertical wind speed; WMET_VerWdSpd; Wind speed vertical; Vertikalwind"),
    ),
    Channel(
        name="wind_speed_estimated_mps",
        label=Sentence("Estimated wind speed"),
        unit="m/s",
        lower=0.0,
        upper=50.0,
        aliases=spelled("""
            Estimated wind speed; Wind speed estimated; Amb_WindSpeed_Est_Avg; wtc_EstWind
            Rotor effective wind speed; Geschätzte Windgeschwindigkeit
        """),
    ),
    Channel(
        name="wind_speed_adjusted_mps",
        label=Sentence("Density adjusted wind speed"),
        unit="m/s",
        lower=0.0,
        upper=50.0,
        aliases=spelled("""
            Density adjusted wind speed; Normalised wind speed; Normalized wind speed
            Corrected wind speed
        """),
    ),
    Channel(
        name="turbulence_intensity_pct",
        label=Sentence("Turbulence intensity"),
        unit="%",
        lower=0.0,
        upper=100.0,
        aliases=spelled("""
            Turbulence intensity; Turbulence; TI_avg; Turb intensity; Turbulenzintensität
            Turbulenz; Intensidad de turbulencia; Turbulencia; Türbülans Yoğunluğu; Türbülans
        """),
    ),
    Channel(
        name="wind_shear",
        label=Sentence("Wind shear exponent"),
        unit="",
        lower=-2.0,
        upper=2.0,
        aliases=spelled("Wind shear; Shear; Shear exponent; Wind shear exponent; Windscherung"),
    ),
    Channel(
        name="ambient_temperature_degc",
        label=Sentence("Ambient temperature"),
        unit="°C",
        lower=-50.0,
        upper=60.0,
        iec="WNAC.ExTmp",
        aliases=spelled("""
            Ambient temperature; Ot_avg; Outdoor temperature; Outside temperature; Air temperature
            Amb_Temp_Avg; Ambient temp; Amb temp; Outdoor temp; External temperature; AirTC_Avg
            Nacelle ambient temperature; WNAC_ExTmp; WMET_EnvTmp; Etmp; wtc_AmbieTmp; Outside temp
            Air temp; Nacelle outdoor temp; Environment temperature; Ambient tmp
            Temperature outdoor; Temperature ambient; Temperature air; ExTmp; Außentemperatur
            Umgebungstemperatur; Lufttemperatur; Aussentemperatur; Temperatura ambiente
            Temperatura exterior; Temp ambiente; Temperatura del aire; Ortam Sıcaklığı
            Dış Sıcaklık; Çevre Sıcaklığı; Hava Sıcaklığı; Température extérieure
        """),
    ),
    Channel(
        name="air_pressure_hpa",
        label=Sentence("Air pressure"),
        unit="hPa",
        lower=500.0,
        upper=1_100.0,
        iec="WMET.EnvPres",
        aliases=spelled("""
            Air pressure; Atmospheric pressure; Ambient pressure; Barometric pressure; BP_avg
            WMET_EnvPres; Barometer; Baro; Pressure air; Static pressure; Luftdruck
            Presión atmosférica; Presión del aire; Hava Basıncı
        """),
    ),
    Channel(
        name="humidity_pct",
        label=Sentence("Relative humidity"),
        unit="%",
        lower=0.0,
        upper=100.0,
        iec="WMET.EnvHum",
        aliases=spelled("""
            Humidity; Relative humidity; RH_avg; Air humidity; WMET_EnvHum; Rel humidity; Hum
            Ambient humidity; Luftfeuchte; Luftfeuchtigkeit; Relative Luftfeuchte; Feuchte
            Humedad; Humedad relativa; Nem; Bağıl Nem; Hava Nemi
        """),
    ),
    Channel(
        name="air_density_kgpm3",
        label=Sentence("Air density"),
        unit="kg/m³",
        lower=0.8,
        upper=1.6,
        aliases=spelled("""
            Air density; Density; Nacelle air density; Luftdichte; Dichte; Densidad del aire
            Densidad; Hava Yoğunluğu
        """),
    ),
    Channel(
        name="rain_m",
        label=Sentence("Rain"),
        unit="m",
        lower=0.0,
        upper=1.0,
        aliases=spelled("Rain; Rainfall; Precipitation; Niederschlag; Regen; Lluvia; Yağış"),
    ),
    Channel(
        name="irradiance_wpm2",
        label=Sentence("Irradiance"),
        unit="W/m²",
        lower=-10.0,
        upper=1_500.0,
        aliases=spelled("""
            Irradiance; Solar irradiance; Solar radiation; Global radiation; GHI; Einstrahlung
            Globalstrahlung; Radiación; Irradiancia; Işınım
        """),
    ),
)
