"""What a rule of reading is, and the short forms its phrases are written in."""

import re
from dataclasses import dataclass, field

# Words that add nothing to a request, and may stand before or after it in its sentence.
_FILLER = (
    "please|thanks|thank you|thank|thx|ok|okay|k|now|just|hi|hello|hey|sorry|sir|maam|guys|guy|people|again|any "
    "?more|any|"
    "already|immediately|asap|today|ever|kindly|so|and|much|very|for real|seriously|dude|man|bro|lol|omg|wtf|yo|"
    "no|yes|yeah|nope|nah|um|"
    "ugh|damn|fucking|god|right now|at once|at all|always|forever|permanently|appreciate it|have a nice day|por "
    "favor|favor|"
    "gracias|ya|hola|señor|senor|que|y|a|all|it|,"
)
_SHORT_FORMS = {
    "<start>": rf"[.?] (?:(?:{_FILLER}) )*",  # nothing but filler since the sentence began
    "<end>": rf"(?= (?:(?:{_FILLER}) )*[.?])",  # nothing but filler until it ends
    "<pause>": r"(?= (?:please |thanks |now |asap |again |anymore |any more |already |today )*[.?,])",
    "<gap>": r"(?: [^\s.?]+){0,4}",
    "<msg>": r"(?:texts?|messages?|sms|mms|emails?|calls?|listings|alerts?|notifications?|updates|spam|ads?|junk|"
    r"crap|shit|"
    r"bullshit|stuff|mail|communications?|contact|correspondence|solicitations?|marketing|newsletters?)",
    "<do>": r"(?:text|message|contact|call|email|bother|write|disturb|harass|solicit|spam|reach|communicate|bug|"
    r"hit|annoy|"
    r"hmu|ping|dm)",
    "<doing>": r"(?:texting|messaging|contacting|calling|emailing|bothering|writing|spamming|harassing|sending|"
    r"bugging|"
    r"blowing|annoying|reaching|hitting|soliciting|pestering|communicating|pinging|asking|trying|hounding|stalking)",
    "<me>": r"(?:me|us|myself|my (?:name|number|phone|cell|info|information|contact|contacts|details|email|wife|"
    r"husband)|"
    r"(?:this|our) (?:number|phone|cell|name|info))",
    "<list>": r"(?:lists?|database|data base|system|contacts?|mailing|mailings|texts?|messages?|distribution|"
    r"group|campaigns?|"
    r"crm|files?|records?|rolodex|address book|phone ?book|here|thread|chat|subscription|directory|rotation|sms|"
    r"emails?|this(?= [.?,]))",
    "<who>": r"(?:number|person|guy|lady|man|woman|contact|phone|party|dude|individual|cell)",
}


@dataclass(frozen=True)
class Rule:
    """One way of asking, told by its words; the rules are tried in their order, and the first that fits decides.

    `needs`: words of which the text has at least one wherever the rule can fit, so that an ordinary text is let through
    without trying anything. `phrases`: regular expressions on the line of plain words, with the short forms above.
    """

    name: str
    reason: str
    needs: frozenset[str]
    pattern: re.Pattern[str] = field(repr=False)


def rule(name: str, reason: str, needs: str, *phrases: str) -> Rule:
    """A rule of `phrases`, each starting and ending at a whole word."""
    return Rule(name, reason, frozenset(needs.split()), compiled(*phrases))


def compiled(*phrases: str) -> re.Pattern[str]:
    """One pattern that fits where any of `phrases` does, between spaces."""
    together = "|".join(phrases)
    for short, meant in _SHORT_FORMS.items():
        together = together.replace(short, meant)
    return re.compile(rf"(?<= )(?:{together})(?= )")
