"""Why there is no script, and what one does not have: said by whoever asks for one."""

from turbine.snippets.words import Words

# Why there is none
BY_SUN = Words.BY_SUN
BY_WIND = Words.BY_WIND
CLOCK = Words.CLOCK
IRREGULAR = Words.IRREGULAR
LACKS = Words.LACKS
LEFT_OUT = Words.LEFT_OUT
NOT_FOLLOWED = Words.NOT_FOLLOWED
NO_CARDS = Words.NO_CARDS
NO_DATABASE = Words.NO_DATABASE
NO_PRODUCTION = Words.NO_PRODUCTION
NO_REFERENCE = Words.NO_REFERENCE
NO_SCRIPT_OF_DAY = Words.NO_SCRIPT_OF_DAY
ONLY_WORDS = Words.ONLY_WORDS
OWN_REFERENCE = Words.OWN_REFERENCE
RANK = Words.RANK
SELECTED = Words.SELECTED
SPREAD = Words.SPREAD
UNEVEN = Words.UNEVEN
WAKES = Words.WAKES

# What one does not have
MORE_CHARTS = Words.MORE_CHARTS
NOT_ALL = Words.NOT_ALL
NO_WORDS = Words.NO_WORDS
ONLY_PRODUCTION = Words.ONLY_PRODUCTION
TWO_PERIODS = Words.TWO_PERIODS
