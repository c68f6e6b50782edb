"""Each prompt of a check as it stands on a terminal of 80×24; the screens stand in the folder beside this file.

After a change that is meant, WRITE_SCREENS=1 writes them anew, to be looked at before they are committed.
"""

from pathlib import Path

from knotcli.coach.screening.prompts import (
    ConfirmPrompt,
    LinesPrompt,
    NamedItem,
    Place,
    PutQuestion,
    QuestionPrompt,
    ReviewPrompt,
    Sentence,
    SentencesPrompt,
    StoryPrompt,
    ToldRow,
)
from knotcli.coach.text import plain
from knotcli.views.screening.pages import Page, Size
from knotcli.views.screening.prompts import prompt_pages

MOCKUPS = Path(__file__).parent / "mockups"
USUAL = Size(80, 24)
TEXT = (
    "STOP. This can be an emergency. Do not press, heat or stretch.",
    "Call your local emergency number now: 112, 911, 999 or 000, whichever is used where you are. Or have someone take you to emergency care. Do not drive yourself. If you are alone, unlock the door and keep the phone with you.",
    "",
    "If it is true, do that now: nothing here matters more. If you are not sure, answer the questions below. Even something that has passed counts, unless a clinician has looked at it since.",
)


def drawn(page: Page) -> str:
    return "\n".join([*map(plain, page.rows), page.keys + "_"]) + "\n"


def place(part, number):
    return Place(("neck",), part, number, 5)


def sentences(*texts):
    return tuple(Sentence(n, t, ()) for n, t in enumerate(texts, 1))


E = SentencesPrompt(
    place("emergency", 1),
    "If in doubt, get help. Is any of this true, now or lately?",
    sentences(
        "Your chest hurts, your heart races, you are short of breath, or you cough up blood.",
        "Your face, eyelid, speech, swallowing, sight or balance has changed, or a limb is suddenly weak or numb.",
        "A fever comes with a stiff neck, confusion or a rash, or red or darkened skin is spreading.",
        "A severe headache struck suddenly or is your worst ever, or your face, jaw or throat is swelling.",
        "Bladder or bowels have changed, both arms or both legs are weak or numb, or your hands are clumsy.",
        "It began with a serious accident, or you knocked your head lately.",
        "Your urine looks like cola, pain makes you sweat or faint, or you feel seriously unwell.",
    ),
)
B = QuestionPrompt(
    place("emergency", 1),
    "em_stroke",
    "Has an arm or leg suddenly gone weak or numb? (Not one that fell asleep from how you sat or lay and woke within minutes, nor one that grew numb or weak slowly.)",
    E.sentences[1].text,
    True,
    (PutQuestion("Has one side of your face drooped?", "no", True),),
    False,
)
S = StoryPrompt(
    place("story", 2),
    "9",
    "Does being active (t)rigger, (h)elp or (w)orsen it?",
    tuple(
        ToldRow(*r)
        for r in [
            ("Is it a (d)ull ache, (s)harp, or (e)lectric or burning?", "dull"),
            ("Does it come from the (m)uscle, or (l)ess deep?", "muscle"),
            ("Do limbs near it feel weak, too heavy, oddly stiff, numb or tingling?", "no"),
            ("Does it (c)ome and go, or (s)tay?", "comes and goes"),
            ("Has it lasted (d)ays, (w)eeks, or over three (m)onths?", "days"),
            ("Does (t)emperature, (e)xercise or a (p)osition set it off?", "position"),
            ("Does it (m)ove around, keep to (o)ne place, or ache (a)ll over?", "one place"),
            ("Does warmth, such as a hot bath, ease it, even briefly?", "yes"),
            ("Does massage help?", "unsure"),
        ]
    ),
    {"t": "", "h": "", "w": "", "n": "", "u": ""},
    True,
    ("n", "u"),
    True,
)
C = SentencesPrompt(
    place("signs", 3),
    "Is any of this true?",
    sentences(
        "The pain never eases, wakes you most nights or reaches 8 out of 10.",
        "You have a fever, an infection, night sweats, weight loss or a new rash, lump or medicine.",
        "It began with a fall, jolt, twist or massage gun, or the sore spot is on bone.",
        "Stairs, hills or running bring it on, or a cough or hoarseness has lasted three weeks.",
        "A clinician found a cause, plans tests or advised caution.",
    ),
)
Q = QuestionPrompt(
    place("signs", 3),
    "rf_severe_pain",
    "Is the pain 8 out of 10 or more right now?",
    C.sentences[0].text,
    False,
    (
        PutQuestion("Is the pain there day and night, the same however you move or lie?", "no", True),
        PutQuestion(
            "Does it wake you most nights by itself, not only when you roll onto it, and keep you awake?",
            "yes",
        ),
        PutQuestion(
            "Has a clinician who knows about this said that gentle self-massage there is all right for you?",
            "yes",
            True,
        ),
        PutQuestion("And warmth?", "yes"),
    ),
    True,
)
A = SentencesPrompt(
    place("person", 4),
    "And about you?",
    sentences(
        "You are or may be pregnant or gave birth within six weeks.",
        "You take a blood thinner, steroids or daily painkillers, bruise easily or have weak immunity.",
        "You have had cancer, a clot, diabetes, fibromyalgia or trouble with heart, blood vessels, bleeding, bones, joints, spine or nerves.",
        "You have a pacemaker, metal or another implant.",
        "An illness is poorly controlled, heat makes you faint, or pressing frightens you.",
    ),
)
F = ConfirmPrompt(
    place("person", 4),
    "facts",
    "About you, as on 26 Nov: aged 67, diabetes, fibromyalgia; no pregnancy, no clot, nothing out of control. Still right?",
)
P = SentencesPrompt(
    place("place", 5),
    "And the place, and you now?",
    sentences(
        "The skin there is infected, broken, numb or under a cream or patch.",
        "It is newly injured or bruised, or a bone is broken.",
        "You had surgery, an injection, radiotherapy or a tumour there.",
        "You are drunk or drowsy.",
    ),
)
V = ReviewPrompt(
    Place(("neck",), "review"),
    (
        NamedItem(
            "rf_night_constant",
            "The pain wakes you most nights by itself. A clinician said gentle self-massage and warmth are all right.",
        ),
        NamedItem("rel_painkillers", "You take a painkiller such as aspirin or ibuprofen every day."),
    ),
    ("a knock to the head",),
)
R = LinesPrompt(
    Place(("neck",), "recheck"),
    "Since 26 Nov, is any of this true?",
    (
        "You have trouble with chest, breath, speech, sight or balance, or a sudden headache.",
        "A limb is weak, numb or swollen, or bladder or bowels have changed.",
        "You feel ill or feverish, or the pain has changed.",
        "You fell, or have a new illness, medicine or pregnancy.",
        "The skin is sore or has cream on, or you are drunk or drowsy.",
    ),
)
CASES = {
    "01-emergencies": E,
    "01b-emergency-opened": B,
    "02-story": S,
    "03-signs": C,
    "04-sign-opened": Q,
    "05-person": A,
    "05b-person-later": F,
    "06-place": P,
    "07-review": V,
    "12-recheck": R,
}
import pytest


@pytest.mark.parametrize("name", CASES)
def test_mock(name):
    (page,) = prompt_pages(CASES[name], USUAL, TEXT)
    assert drawn(page) == (MOCKUPS / f"{name}.txt").read_text()
