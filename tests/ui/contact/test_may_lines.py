"""May I write to them now, as lines: the answer, why and what would change it."""

from engagement.domain.consent import ConsentChannel
from engagement.query.consent.may_write import May, MayWrite
from engagement.ui.contact.may_lines import may_lines


def test_a_line_for_each() -> None:
    answers = [
        MayWrite(ConsentChannel.EMAIL, May.YES, "It is 10:00.", "", None, None),
        MayWrite(ConsentChannel.TEXT, May.WAIT, "They asked “<b>stop</b>”.", "Decide.", None, None),
        MayWrite(ConsentChannel.CALL, May.NO, "Not on file.", "Add a number.", None, None),
    ]
    shown = may_lines(answers)
    email, text, call = shown.split("<dt>")[1:]
    assert email.startswith("May I email?")
    assert "Yes</button>" in email
    assert "eg-quiet" not in email
    assert "Wait</button>" in text
    assert "&lt;b&gt;stop" in text
    assert '<span class="eg-quiet"><bdi>Decide.</bdi></span>' in text
    assert "No</button>" in call
