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
    "<for good>": r"(?:again|any ?more|any longer|ever|further|at all|in (?:the )?future|going forward|from now on|mas|"
    r"no more)",
    # What narrows a thing down, so that the rest is still wanted: "anything over 600k", "listings in Westlake"
    "<which>": r"(?:(?:over|above|under|below|past|with|without|near|outside|unless|until|except|but|bigger|smaller|"
    r"less|cheaper|older|built|west|east|north|south|listed|like)(?! text| sms| phone| my| me| consent| permission)|"
    r"in (?!the future|future|any|my|this|general)|of the ones|of those|that (?:is|are|have|has|need|cost|do)|on "
    r"(?!this|my)"
    r"|for (?:less|more|over|rent|\d)|from (?:that|the) (?:area|builder|west|east|north|south|other))",
    "<texts>": r"(?:texts?|txts?|messages?|sms|mms|text messages?|mensajes|textos|texting|messaging)",
    "<msg>": r"(?:texts?|messages?|sms|mms|emails?|calls?|listings|alerts?|notifications?|updates|spam|ads?|junk|"
    r"crap|shit|"
    r"bullshit|stuff|mail|communications?|contact|correspondence|solicitations?|marketing|newsletters?|"
    r"advertisements?|notices|reminders|drips?|mensajes|textos|follow ups?)",
    "<do>": r"(?:text|message|contact|call|email|bother|write|disturb|harass|solicit|spam|reach|communicate|bug|hit|"
    r"annoy|"
    r"hmu|ping|dm|recruit|pester|approach|textear|dial|ring|phone)",
    "<doing>": r"(?:texting|messaging|contacting|calling|emailing|bothering|writing|spamming|harassing|sending|"
    r"bugging|blowing|annoying|reaching|hitting|soliciting|pestering|communicating|pinging|asking|trying|hounding|"
    r"stalking|"
    r"recruiting|following up|checking (?:in|up|on)|prospecting|disturbing|nagging|marketing)",
    "<me>": r"(?:me|us|myself|my (?:(?!old|other|previous|former|new|home|last|first|earlier|second)\w+ )?(?:is "
    r")?(?:name|number|phone|cell|info|"
    r"information|contact|contacts|details|email|"
    r"wife|husband|family)|(?:this|our) (?:\w+ )?(?:number|phone|cell|name|info)|the number|mi (?:numero|nombre|"
    r"telefono|"
    r"celular|cel))",
    # What kind of texts: "property alerts", "weekly market updates"
    "<kind>": r"(?:(?:of|your|these|those|the|any|all|such|more|property|real estate|realtor|housing|house|home|market|"
    r"marketing|sales|daily|weekly|monthly|constant|automated|automatic|promotional|random|unsolicited|unwanted|new|"
    r"listing|price|(?:kinds?|types?|sorts?) of|text|group|mass|annoying|stupid|damn|fucking|alerts?|sales|updates?|"
    r"spam) ){0,5}",
    "<of your>": r"(?: (?:your|ur|this|the|that|all|any|these|every|whatever|of|future|text|call|calling|mailing|"
    r"contact|"
    r"marketing|email|damn|fucking|stupid|la|tu|su|tus|sus|company|recruiting|follow up))*(?: (?!waiting|wait|guest|"
    r"price|"
    r"title|deed|top|short)\w+)??",
    "<list>": r"(?:lists?|listas?|database|data base|system|contacts?|mailing|mailings|texts?|messages?|distribution|"
    r"group|"
    r"campaigns?|crm|files?|records?|rolodex|rolls|address book|phone ?book|phone(?! with)|here|thread|chat|"
    r"subscription|"
    r"directory|rotation|sms|emails?|alerts|books|drip|follow ups?|notifications|whatever this is|this thing|"
    r"this(?= [.?,]))",
    "<off>": r"(?:take|get|remove|delete|scratch|cross|drop|erase|scrub|strike|pull|purge|wipe|clear|cut|removing|"
    r"unlist|"
    r"kick)",
    "<forget>": r"(?:remove|delete|forget|lose|erase|toss|ditch|trash|dump|throw|throw away|throw out|discard|"
    r"destroy|wipe|"
    r"scrub|purge|burn|get rid of|hit delete on|unsave)",
    "<who>": r"(?:number|person|persona|people|guy|girl|kid|lady|man|woman|contact|phone|party|dude|individual|cell|"
    r"owner|"
    r"recipient|fella|chick)",
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
