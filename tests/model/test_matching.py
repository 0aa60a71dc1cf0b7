"""Headers of SCADA systems and public data sets, and the fields that they become."""

import pytest

from turbine.model.catalogue import CHANNELS
from turbine.model.channels import BY_NAME, SAFE_NAME, channel, match
from turbine.model.headings import Statistic, heading
from turbine.model.matching import named
from turbine.model.units import STORED, WORDS


@pytest.mark.parametrize(
    ("header", "field"),
    [
        # Greenbyte, Kelmarsh
        ("Wind speed (m/s)", "wind_speed_mps"),
        ("Wind speed, Standard deviation (m/s)", "wind_speed_std_mps"),
        ("Wind speed Sensor 1, Minimum (m/s)", "wind_speed_1_min_mps"),
        ("Blade angle (pitch position) A (°)", "pitch_angle_a_deg"),
        ("Voltage L1 / U (V)", "grid_voltage_l1_u_v"),
        ("Turbine Power setpoint (kW)", "power_setpoint_kw"),
        ("Energy Export (kWh)", "energy_export_kwh"),
        ("Energy Export counter (kWh)", "energy_export_counter_kwh"),
        ("Power factor (cosphi), Max", "power_factor_max"),
        ("Front bearing temperature, Max (°C)", "bearing_temperature_front_max_degc"),
        ("Gear oil inlet temperature (°C)", "gearbox_oil_inlet_temperature_degc"),
        ("Tower Acceleration X (mm/ss)", "tower_acceleration_x_mps2"),
        # EDP, La Haute Borne, SDWPF
        ("Gen_RPM_Max", "generator_speed_max_rpm"),
        ("Gen_Phase1_Temp_Avg", "generator_winding_temperature_1_degc"),
        ("Grd_Prod_VoltPhse2_Avg", "grid_voltage_2_v"),
        ("Amb_WindDir_Relative_Avg", "yaw_error_deg"),
        ("Ba_max", "pitch_angle_max_deg"),
        ("Ws1_avg", "wind_speed_1_mps"),
        ("Db1t_avg", "generator_bearing_temperature_1_degc"),
        ("P_std", "power_std_kw"),
        ("Pab1", "pitch_angle_1_deg"),
        # Others, other languages
        ("Posición de góndola (°)", "nacelle_position_deg"),
        ("Velocidad media del viento (m/s)", "wind_speed_mps"),
        ("Velocidade do vento (m/s)", "wind_speed_mps"),
        ("Vindhastighed [m/s]", "wind_speed_mps"),
        ("风速", "wind_speed_mps"),
        ("有功功率(kW)", "power_kw"),
        ("风向(°)", "wind_direction_deg"),
        ("Velocidad máxima del viento (m/s)", "wind_speed_max_mps"),
        ("Potencia mínima (kW)", "power_min_kw"),
        ("Desv. estándar velocidad viento (m/s)", "wind_speed_std_mps"),
        ("Rüzgar Hızı Std. Sapma (m/s)", "wind_speed_std_mps"),
        ("Ø-Windgeschw. [m/s]", "wind_speed_mps"),
        ("Consigna de potencia (kW)", "power_setpoint_kw"),
        ("Gen bearing DE temp (°C)", "generator_bearing_temperature_de_degc"),
        ("Spd80mNStd", "wind_speed_80m_n_std_mps"),
        ("WS_80m_Avg", "wind_speed_80m_mps"),
        ("wtc_ActPower_mean", "power_kw"),
        ("Total Active Power", "power_sum_kw"),
        ("Power 10min avg", "power_kw"),
        ("Wind Speed 1 Min", "wind_speed_1_min_mps"),
        ("WindSpeed2Max", "wind_speed_2_max_mps"),
        ("nacelle_temp_c", "nacelle_temperature_degc"),
        ("Außentemperatur (°C)", "ambient_temperature_degc"),
        ("Rüzgar Hızı (m/s) Maks", "wind_speed_max_mps"),
        ("Potencia activa (kW) máximo", "power_max_kw"),
        ("Blindleistung [kvar]", "reactive_power_kvar"),
        ("Energy avg (kWh)", "energy_mean_kwh"),
        ("P (kW)", "power_kw"),
    ],
)
def test_a_header_names_a_field(header, field):
    found = named(header)
    assert found is not None
    assert found.field == field
    assert SAFE_NAME.fullmatch(field)
    signal = channel(field)
    assert (signal.unit, signal.signal or signal.name) == (found.signal.unit, found.signal.name)


@pytest.mark.parametrize(
    "header",
    ["∆Power (kW)", "% Power", "p", "v", "Dir", "Temperature", "Wdir", "Power estimated", ""],
)
def test_what_is_not_clear_names_none(header):
    assert named(header) is None
    assert match(header) is None


@pytest.mark.parametrize("statistic", [s for s in Statistic if s is not Statistic.MEAN])
@pytest.mark.parametrize("form", ["{} {} (kW)", "{1}_{0}", "{0} [kW] {1}", "{0} ({1}) [kW]"])
def test_a_statistic_never_ends_in_the_means_field(statistic, form):
    found = named(form.format("Active power", statistic.value))
    assert found is not None
    assert found.field == f"power_{statistic.value}_kw"


def test_every_signal_is_whole():
    assert len(CHANNELS) >= 60
    assert [c.name for c in CHANNELS[:4]] == [
        "power_kw", "wind_speed_mps", "theoretical_power_kw", "wind_direction_deg",
    ]  # fmt: skip
    assert set(WORDS.values()) == set(STORED.values())
    for signal in CHANNELS:
        last = signal.name.rsplit("_", 1)[-1]
        assert SAFE_NAME.fullmatch(signal.name)
        assert WORDS.get(last, "") == signal.unit, signal.name
        assert signal.lower < signal.upper
        assert str(signal.label())
    assert len(BY_NAME) == len(CHANNELS)


def test_no_header_is_of_two_signals():
    names: dict[tuple[str, object], str] = {}
    for signal in CHANNELS:
        for alias in (*signal.aliases, signal.name):
            said = heading(alias)
            key = said.name, None if said.is_mean else said.statistic
            assert names.setdefault(key, signal.name) == signal.name, alias


def test_one_of_several_is_what_the_catalogue_says_of_the_signal():
    pitch = channel("pitch_angle_2_max_deg")
    assert pitch.title == "Pitch angle 2 (maximum)"
    assert (pitch.lower, pitch.upper, pitch.angular) == (-15.0, 100.0, False)
    assert channel("wind_direction_78m_deg").angular
    assert channel("wind_speed_std_mps").lower == 0.0
    assert channel("lost_production_kwh").statistic is Statistic.SUM
