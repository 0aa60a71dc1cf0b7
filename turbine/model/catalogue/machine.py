"""Speeds, torques, angles, pressures and movements of the machine."""

from turbine.model.channel import Channel, spelled
from turbine.model.headings import Statistic
from turbine.words import Sentence

MACHINE: tuple[Channel, ...] = (
    Channel(
        name="rotor_speed_rpm",
        label=Sentence("Rotor speed"),
        unit="rpm",
        lower=-1.0,
        upper=30.0,
        iec="WROT.RotSpd",
        aliases=spelled("""
            Rotor speed; Rotor RPM; Rs_avg; Rtr_RPM_Avg; WROT_RotSpd; RotSpd
            Rotor rotational speed; wtc_MainSRpm; Main shaft speed; Low speed shaft speed
            RotorSpd; Rot speed; Rotation; Rotordrehz; Rotordrehzahl; Drehzahl Rotor; Rotor Drehzahl
            Velocidad del rotor; Velocidad de rotor; Velocidad rotor; Rotor Hızı; Rotor Devri
            Vitesse rotor
        """),
    ),
    Channel(
        name="generator_speed_rpm",
        label=Sentence("Generator speed"),
        unit="rpm",
        lower=-10.0,
        upper=2_500.0,
        iec="WGEN.Spd",
        aliases=spelled("""
            Generator speed; Generator RPM; Ds_avg; Gen_RPM_Avg; Gen speed; WGEN_Spd; wtc_GenRpm
            Generator rotational speed; High speed shaft speed; GenSpd; Generator spd
            Generatordrehzahl; Drehzahl Generator; Generator Drehzahl; Velocidad del generador
            Velocidad generador; Velocidad de generador; Jeneratör Hızı; Jeneratör Devri
            Vitesse génératrice
        """),
    ),
    Channel(
        name="gearbox_speed_rpm",
        label=Sentence("Gearbox speed"),
        unit="rpm",
        lower=-10.0,
        upper=2_500.0,
        aliases=spelled("Gearbox speed; Gear speed; Getriebedrehzahl; Dişli Hızı"),
    ),
    Channel(
        name="converter_speed_rpm",
        label=Sentence("Generator speed by the converter"),
        unit="rpm",
        lower=-10.0,
        upper=2_500.0,
        aliases=spelled("DCs_avg; Converter speed; Generator converter speed"),
    ),
    Channel(
        name="torque_knm",
        label=Sentence("Torque"),
        unit="kNm",
        lower=-1_000.0,
        upper=20_000.0,
        aliases=spelled("""
            Torque; Rm_avg; Rotor torque; Main shaft torque; Drehmoment; Rotordrehmoment
            Par motor; Tork
        """),
    ),
    Channel(
        name="generator_torque_knm",
        label=Sentence("Generator torque"),
        unit="kNm",
        lower=-100.0,
        upper=10_000.0,
        aliases=spelled("""
            Generator torque; Gen torque; Generatormoment; Generatordrehmoment; Par del generador
            Jeneratör Torku
        """),
    ),
    Channel(
        name="converter_torque_knm",
        label=Sentence("Converter torque"),
        unit="kNm",
        lower=-1_000.0,
        upper=20_000.0,
        aliases=spelled("Cm_avg; Converter torque"),
    ),
    Channel(
        name="pitch_angle_deg",
        label=Sentence("Pitch angle"),
        unit="°",
        lower=-15.0,
        upper=100.0,
        iec="WROT.PtAngValBl1",
        aliases=spelled("""
            Pitch angle; Pitch; Ba_avg; Blade angle; Blade pitch; Blade pitch angle; Pab
            Blade angle (pitch position); Blds_PitchAngle_Avg; Pitch position; Pitch angle blade
            Blade angle pitch; Pitch blade; Blade pitch position; Blade position; Blade pos
            wtc_PitcPos; WROT_BlPthAngVal; WROT_PtAngValBl; PtAngValBl; Pitch pos; Pitch axis
            Blattwinkel; Pitchwinkel; Rotorblattwinkel; Blattverstellwinkel; Blatt Winkel
            Ángulo de pitch; Ángulo de pala; Ángulo pitch; Ángulo de paso; Paso; Kanat Açısı
            Pitch Açısı; Angle de pale
        """),
    ),
    Channel(
        name="pitch_angle_setpoint_deg",
        label=Sentence("Pitch angle (set point)"),
        unit="°",
        lower=-15.0,
        upper=100.0,
        statistic=Statistic.SETPOINT,
        aliases=spelled("Pas_avg; Pitch reference; Pitch demand; Pitch angle reference"),
    ),
    Channel(
        name="nacelle_position_deg",
        label=Sentence("Nacelle position"),
        unit="°",
        lower=0.0,
        upper=360.0,
        iec="WNAC.Dir",
        angular=True,
        aliases=spelled("""
            Nacelle position; Nacelle direction; Ya_avg; Nacelle angle; Yaw position
            Nac_Direction_Avg; WNAC_Dir; wtc_NacelPos; Nacelle orientation; Nacelle heading; Ndir
            Na_avg; Yaw direction; Yaw heading; Nacelle yaw; Nacelle dir; Nacelle pos; NacDir
            Gondelposition; Gondelausrichtung; Gondelrichtung; Gondelstellung; Gondelwinkel
            Posición de la góndola; Posición góndola; Orientación de la góndola; Dirección góndola
            Nasel Pozisyonu; Nasel Yönü; Nasel Açısı; Position nacelle
        """),
    ),
    Channel(
        name="yaw_error_deg",
        label=Sentence("Yaw error"),
        unit="°",
        lower=-180.0,
        upper=180.0,
        angular=True,
        aliases=spelled("""
            Yaw error; Yaw misalignment; Relative wind direction; Wind direction relative; Va_avg
            Amb_WindDir_Relative_Avg; Vane position; WMET_HorWdDirRel; Wind direction to nacelle
            Wind vane position; Relative Windrichtung; Gierfehler; Azimutfehler
            Windrichtungsabweichung; Error de orientación; Error de guiñada; Yaw Hatası
            Sapma Hatası
        """),
    ),
    Channel(
        name="cable_windup_deg",
        label=Sentence("Cable wind-up"),
        unit="°",
        lower=-2_000.0,
        upper=2_000.0,
        iec="WYAW.CabWup",
        aliases=spelled(
            "Cable windup; Yaw cable windup; Cable twist; WYAW_CabWup; Kabelverdrillung"
        ),
    ),
    Channel(
        name="hydraulic_pressure_hpa",
        label=Sentence("Hydraulic pressure"),
        unit="hPa",
        lower=-1_000.0,
        upper=350_000.0,
        aliases=spelled("""
            Hydraulic pressure; Hydraulic system pressure; Hyd pressure; Hydraulic oil pressure
            Brake pressure; Hydraulikdruck; Presión hidráulica; Hidrolik Basınç
        """),
    ),
    Channel(
        name="gearbox_oil_pressure_hpa",
        label=Sentence("Gearbox oil pressure"),
        unit="hPa",
        lower=-1_000.0,
        upper=50_000.0,
        aliases=spelled("""
            Gearbox oil pressure; Gear oil pressure; Gear oil pump pressure; Getriebeöldruck
            Presión de aceite de la multiplicadora; Dişli Yağ Basıncı
        """),
    ),
    Channel(
        name="gearbox_oil_inlet_pressure_hpa",
        label=Sentence("Gearbox oil inlet pressure"),
        unit="hPa",
        lower=-1_000.0,
        upper=50_000.0,
        aliases=spelled("Gear oil inlet pressure; Gearbox oil inlet pressure"),
    ),
    Channel(
        name="tower_acceleration_mps2",
        label=Sentence("Tower acceleration"),
        unit="m/s²",
        lower=-20.0,
        upper=20.0,
        aliases=spelled("Tower acceleration; Tower vibration; Turmbeschleunigung; Turmschwingung"),
    ),
    Channel(
        name="drive_train_acceleration_mps2",
        label=Sentence("Drive train acceleration"),
        unit="m/s²",
        lower=-20.0,
        upper=20.0,
        aliases=spelled("Drive train acceleration; Drivetrain acceleration"),
    ),
)
