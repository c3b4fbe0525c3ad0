"""Texts no person wrote in answer: reactions to one of ours, automatic answers, notices of carriers and of short "
"codes.

The words are those that iPhones, Android's Messages and Samsung send where the other side's phone knows no reactions,
and those of carriers and of businesses' answering machines as seen in public help pages and threads.
"""

import re

# The whole text is the reaction and what it is to; anything more behind the closing quote was written by a person.
_QUOTED = r"[\"“„«‘'].*[\"”“»’'…]"
_MEDIA = (
    r"(?:an?|the|\d+|una?|el|la|your|this|tu|su) (?:message|mensaje|image|photo|picture|video|movie|attachment|link|"
    r"audio message|voice "
    r"message|sticker|gif|contact|location|"
    r"images|photos|imagen|foto|video|adjunto|enlace|mensaje de audio|archivo)s?"
)
_EMOJI = r"[^\w\s\"“”.!?]{1,12}"
_DID = (
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|"
    r"removed (?:an? )?(?:like|heart|dislike|laugh|exclamation|exclamation mark|question mark|question|emphasis|thumbs "
    r"up) from|"
    rf"(?:reacted|replied) (?:with )?{_EMOJI} to|removed {_EMOJI}(?: reaction)? from|{_EMOJI}\s*(?:to|a)|"
    r"(?:no )?le gust[ao]|le encant[ao]|le parecio gracioso|puso en duda|se rio de|le dio risa|le hizo gracia|"
    r"enfatizo|destaco|exclamo por|pregunto "
    r"por|cuestiono|me gusta|"
    rf"(?:reacciono|respondio) (?:con )?{_EMOJI} a|elimino .{{1,30}} (?:de|a)|quito .{{1,30}} (?:de|a)"
)
_REACTION = re.compile(
    rf"\s*(?:(?:{_DID})\s*(?:{_QUOTED}|{_MEDIA})|(?:reacted to|reacciono a) {_QUOTED} (?:with|con) {_EMOJI})\s*",
    re.DOTALL,
)

# Nothing but a machine says these, and none of them asks us anything, whatever stop words they name.
_NOTICE = re.compile(
    r"\bnetwork msg\b|\b(?:free|at&t free|verizon|t-mobile|sprint|at&t|vzw|carrier) ?msgs?\b ?:|^\W*free ?msg\b|"
    r"\b(?:verification|security|one.time|login|log.in|access|confirmation|authorization) (?:pass)?code\b|"
    r"\bone.time pass(?:code|word)\b|"
    r"\bdo(?:n't| not) share (?:it|this|your) ?(?:code)?\b|\buse \d{4,8} to\b|\b(?:msg|message) ?(?:&|and) ?data "
    r"rates\b|\b(?:msg|message) (?:freq\w*|frequency) var|"
    r"\byou (?:have|are|were|'ve|'re) (?:successfully |now |been |already )*(?:opted out|unsubscribed|opted in|"
    r"subscribed|removed)\b.*\b(?:will (?:not|no)|no (?:more|further)|reply|text|longer)\b|"
    r"\b(?:message|msg) (?:blocking is active|blocked|failed|could not be (?:sent|delivered)|not (?:sent|"
    r"delivered))\b|\bunable to (?:send|deliver) (?:message|msg|your)\b|"
    r"\b(?:number|person|party|user|customer)\b.{0,40}\b(?:is not in service|not accepting (?:messages|texts|calls)|"
    r"has (?:calls|texts)"
    r"\b.*\bblocked)\b|\bcould not be delivered\b|\binvalid (?:destination )?number\b|\bcodigo de (?:verificacion|"
    r"seguridad|acceso)\b|"
    r"\breply (?:c|y|1|yes) to confirm\b|\b(?:msj|mensaje) gratis\b",
    re.DOTALL,
)
# A phone or an office answers by itself. What a person wrote beside it still counts: requests are looked for first.
_ANSWER = re.compile(
    r"\b(?:driving|drive) (?:focus|mode)\b.*\bon\b|\bdo not disturb while driving\b|\bi'?m not receiving "
    r"notifications\b|\bfocus turned on\b|"
    r"\bsent (?:automatically )?(?:from|by|via|with) (?:my car|android auto|carplay)\b|\bandroid auto\b.*\bsent\b|"
    r"\bi'?m (?:currently |still )?driving\b"
    r".*\b(?:get back to you|call you|when i|see your message|can'?t (?:text|talk|respond|reply))\b|"
    r"\bauto(?:mat(?:ic|ed))?[ -]?(?:reply|response|responder|message|text|answer)\b|^\W*auto\W|\bthis is an? auto|"
    r"\bout of (?:the )?office\b|\bo\.?o\.?o\b.*\b(?:until|till|back|return)\b|\bon (?:vacation|leave|"
    r"pto)\b.*\b(?:until|will (?:reply|respond|return)|return)\b|"
    r"\bthank(?:s| you) for (?:contacting|reaching out to|texting|calling|messaging|your (?:message|text|inquiry|"
    r"call))\b.*\b(?:we|someone|our|hours|shortly|possible|reply|team)\b|"
    r"\b(?:sorry )?we(?:'re sorry we)? missed (?:your call|you)\b|^\W*missed call\b|\byou(?:'ve| have) reached\b|"
    r"\b(?:mailbox|inbox|line|number|account) (?:is|does) (?:not|un)\s?(?:monitored|attended|receiv\w+|accept\w*)|"
    r"\bdo not reply to this\b|\bestoy (?:manejando|conduciendo)\b.*\b(?:activad|mensaje|cuando llegue)|"
    r"\brespuesta automatica\b|\bmensaje automatico\b|\bfuera de (?:la )?oficina\b|"
    r"\b(?:no estoy|sin) recib\w+ notificaciones\b|^\W*(?:new |transcribed |one )?voice ?mails?(?: transcript\w*| "
    r"message)?\W*(?:from|to|de|:|\]|$)|"
    r"^\W*you have (?:a|an|one|\d+) (?:new )?voice ?mails?\b|\b(?:tienes|tiene) \w+ (?:nuevo )?mensajes? de voz\b|"
    r"^\W*(?:buzon|mensaje) de voz\b|"
    r"\bgracias por (?:contactar|comunicar|llamar|escribir)\w*\b.*\b(?:pronto|brevedad|horario|responderemos|"
    r"posible)\b|\bllamada perdida\b",
    re.DOTALL,
)
_SIGNS_OF_ANSWER = re.compile(
    r"driv|auto|missed|reached|office|notif|monitor|attended|receiv|accept|for (?:cont|reach|text|call|mess|your)|"
    r"focus|reply to this|my car|carplay|voice|de voz|maneja|conduc|oficina|gracias por|perdida|vacation|leave|pto|ooo"
)
_SIGNS_OF_NOTICE = re.compile(
    r"msg|service|accepting|code|codigo|pass|share|rates|blocked|block|deliver|opted|unsub|subscribed|"
    r"removed|use \d|invalid|confirm|gratis|send|not sent|freq"
)


def reaction(plain: str) -> bool:
    """Whether a text, in plain letters, is a phone's words for a reaction and nothing more."""
    return bool(_REACTION.fullmatch(plain))


def notice(plain: str) -> str:
    """The words by which a text, in plain letters, is a carrier's or a short code's; "" when it is not."""
    found = _NOTICE.search(plain) if _SIGNS_OF_NOTICE.search(plain) else None
    return found[0] if found else ""


def automatic(plain: str) -> str:
    """The words by which a text, in plain letters, is an answer a phone or office gave by itself; "" when it is "
    "not."""
    found = _ANSWER.search(plain) if _SIGNS_OF_ANSWER.search(plain) else None
    return found[0] if found else ""
