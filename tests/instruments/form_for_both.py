"""A form that is asked of him and of her: the same file for both services, with words of her own."""

from tests.instruments.test_xlsform import SURVEY, excel

SETTINGS = [
    ["form_title", "translated_title::English (en)", "translated_title::العربية (ar)", "form_id", "version",
     "informants", "source", "licence"],
    ["At home", "At home", "في البيت", "at_home", "1.0.0", "partner client", "Our team, 2026", "Our own"],
]  # fmt: skip
HEADS = ["label@partner English (en)", "label@partner العربية (ar)", "informants"]
TO_HER = {
    "police": ["Was the police called because of him?", "هل استُدعيت الشرطة بسببه؟", ""],
    "why": ["Why did he do it?", "لماذا فعل ذلك؟", ""],
    "children": ["", "", "client"],
}
SCORES = [
    ["key", "how", "of", "better", "better@partner", "bands", "label::English (en)", "label::العربية (ar)"],
    ["wellbeing", "sum", "slept ate", "neither", "higher", "low:0 high:2", "Wellbeing", "العافية"],
]
CASES = [["name", "informant", "slept", "ate", "score.wellbeing"], ["hers", "partner", "1", "1", "2"]]


def for_both(**sheets):
    survey = [[*SURVEY[0], *HEADS], *([*row, *TO_HER.get(row[1], ["", "", ""])] for row in SURVEY[1:])]
    repeat = next(place for place, row in enumerate(survey) if row[0] == "begin_repeat")
    survey = survey[:repeat]  # children are asked of him alone
    return excel(**{"survey": survey, "settings": SETTINGS, "scores": SCORES, "cases": CASES} | sheets)
