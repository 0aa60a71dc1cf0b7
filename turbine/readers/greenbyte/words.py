"""What reading Greenbyte's exports says."""

from turbine.words import Sentence


class Words:
    GREENBYTE = Sentence("Greenbyte")
    EVENT_LOG = Sentence(
        "{name} is Greenbyte's log of events: each line has the start and the end of one, and its "
        "message, and no measurement."
    )
    EXPORT_DATA = Sentence(
        "Upload the export of measured values (Turbine_Data_….csv). If these are some, choose "
        "yourself which column is stored as what."
    )
