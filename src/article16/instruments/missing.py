"""The five ways in which an answer is not there. They stay apart from the form to the export; none of them is "no"."""

from enum import Enum


class Missing(Enum):
    """Why there is no answer. The value is the code in packs and in files of answers."""

    NOT_ASKED = ".not_asked"  # this question is not put to this informant, at this time, or after what was declined
    NOT_REACHED = ".not_reached"  # open: the person did not come to it, or left it empty
    DECLINED = ".declined"  # the person said that they do not want to answer
    DOES_NOT_APPLY = ".does_not_apply"  # the path leads round it, or the person said so
    UNKNOWN = ".unknown"  # the person does not know


CODES = {kind.value: kind for kind in Missing}
