"""Requests to be left alone that name neither stopping nor a list: complaints of our texts, and goodbyes.

They forbid nothing in so many words, yet nobody who writes them agrees to be written to; see `requests.py`.
"""

from engagement.domain.texts.rules import Rule, rule

_OURS = (
    r"(?:your|ur|these|this|those|the|all|all these|all your|all the|so many) <kind>"
    r"(?:<texts>|alerts|notifications|spam)"
)
_CALLED = r"(?:contacted|texted|messaged|called|emailed|bothered|harassed|disturbed|solicited|spammed|pestered)"
_WISH = (
    r"(?:like|love|appreciate|prefer|prefers|want|wish|ask|asking|asked|request|requesting|grateful|nice|great|rather|"
    r"thank you for|thanks for)"
)

COMPLAINTS: tuple[Rule, ...] = (
    rule(
        "rather not be written to",
        "A wish for no texts, said by what the person would like instead.",
        "not never longer",
        rf"{_WISH}(?: (?:it|if|you|i|we|am|was|to|that|would|could|be|for|me|us|do|did|can|being))* not (?:to )?"
        rf"(?:be |being |get |getting |have been )+{_CALLED}",
        rf"{_WISH}(?: (?:it|if|you|i|we|to|that|would|could|did|do))* not (?:to )?(?:receive|receiving|get|getting|"
        r"see|have|send|sent|sending)(?: me| us)? <kind>(?:<msg>|these|this)(?! (?:\w+ ){0,2}<which>)",
        rf"{_WISH}(?: (?:it|if|you))+(?: would| could| did| do)* not (?:<do>|<doing>|reach out|follow up)",
        r"not (?:(?:think|believe) (?:i|we) )?(?:need|want|wish|care|have|going|should)(?: to)? (?:talk|speak|chat|"
        r"communicate|converse|deal|hear)"
        r"(?: (?!about|until)\w+){0,3} <for good>(?! about)",
        r"not (?:need|have)(?: to)? (?:keep )?(?:text|message|contact|send)(?:ing)? (?:me|us)(?: \w+)? (?:<for good>|"
        r"any "
        r"?more <msg>|<msg>)(?! (?:\w+ )?(?:condos?|pictures?|photos|houses?|pics|<which>))",
        r"not (?:be )?(?:needing|wanting|looking for|accepting|requiring) <kind>(?:<texts>|alerts|notifications|"
        r"contact|"
        r"follow ups?|emails)(?! (?:\w+ ){0,2}<which>)",
        rf"not (?:looking|wanting|willing|hoping|open|trying|going|here|agreeing)(?: to)? (?:be |being |get ){_CALLED}",
        r"not(?: \w+){0,2} need(?: for| of)? (?:any )?(?:more|further|additional|future) <kind><msg>(?! (?:\w+ "
        r"){0,2}<which>)",
        r"not waste (?:your|any more|my|any)(?: \w+)? (?:time|breath|energy) (?:on|with) (?:me|us|this number)",
        r"not your (?:customer|client|friend|buddy|lead|prospect|hun|honey|target|business|problem)<pause>",
        r"not (?:need|have)(?: to)? (?:keep )?send(?:ing)? (?:me |us )?(?:any ?more|these)<end>",
        r"not (?:ever )?(?:do|try|attempt) (?:it|this|that) again<pause>",
        r"not (?:to )?want(?: to be)?(?: a)? part of (?:this|these|your|it|any)(?! (?:neighborhood|hoa|deal))",
        r"(?:no longer|not)(?: \w+)? an? (?:lead|prospect|client|customer)(?: (?:any ?more|any longer|of "
        r"yours))*<pause>",
    ),
    rule(
        "fed up with our texts",
        "A complaint of our texts as such, which no lead makes who wants more.",
        "text texts texting message messages messaging sms alerts notifications spam contacting calling bothering "
        "why hint times better stop nobody",
        rf"(?:hate|hating|despise|detest|can not stand|dislike|over|annoyed (?:by|with|at)|irritated by|fed up with|"
        rf"enough (?:with|of)|had it with|sick of|tired of|done with|stop with|stop|discontinue|cancel|end|no more)"
        rf"(?: (?:getting|receiving|all|any|of))* {_OURS}(?! (?:\w+ )?<which>)",
        rf"{_OURS} (?:are|is|has|have|need|got|get|keep|keeps|drive|driving)(?: (?:so|very|really|getting|become|"
        rf"becoming|"
        r"just|too|been|are|beyond|extremely|super|pretty|way|a|to|coming|me|us))* (?:annoying|harass\w*|bothering|"
        r"bother|"
        r"bothersome|ridiculous|excessive|spam|unwanted|much|many|out of (?:hand|control)|rude|intrusive|nonstop|old|"
        r"nuisance|crazy|insane|nuts|irritating|unsolicited|unwelcome|stop|end|cease|useless)",
        r"why (?:am|are|do|did|would) (?:i|we)(?: \w+){0,2} (?:get|getting|receive|receiving) (?:<kind><texts>|these|"
        r"this)"
        r"(?= (?:[.?,]|from|about|and|when|if|after))",
        r"why (?:are|do|is|would)(?: (?:you|they|people|guys|this|number))+(?: \w+)? (?:texting|messaging|contacting|"
        r"bothering|spamming|harassing|text|message|contact|bother) (?:me|us|this|my)",
        r"(?:nobody|no one)(?: \w+)? (?:wants|needs|likes|reads|cares about|asked for) (?:your|these|this|all) "
        r"<kind>(?:<msg>|nonsense)",
        r"keep <doing>(?: me| us| this number)?(?: ,)? (?:and|or) (?:i|we|you)(?: \w+){0,3} (?:report\w*|sued?|suing|"
        r"block\w*|"
        r"file|filing|press|police|cops|lawyer|attorney|court|regret|sorry)",
        r"(?:take|get|catch) (?:a|the) (?:damn |fucking )?hint|(?:anything|something|nothing) better to do",
        r"how many (?:more |damn |fucking )*times(?: \w+){1,5} (?:tell|say|ask|told|asked|said|repeat|block|"
        r"unsubscribe|"
        r"reply|opt)(?= (?:you|no|stop|this|it|out|to|myself|not|[.?,]))",
        r"stop(?: it)? you (?!are|have|can|guys are|will|had|did)(?:\w+ ){0,2}(?:idiots?|morons?|jerks?|creeps?|"
        r"clowns?|"
        r"bots?|people|losers?|scammers?|spammers?|fools?|assholes?|bitch|pricks?|weirdos?)",
    ),
    rule(
        "nobody you know",
        "No lead of ours: does not know us, or has nothing to do with the house we write about.",
        "idea not changed used",
        r"no idea who (?:you|this|that)(?: (?:is|are))?(?= (?:[.?,]|or|and|but))",
        r"(?<!my )(?!my|our|your)\w+ (?:is )?number (?:has |was |is )?changed<end>|number used to (?:be|belong)",
        r"not (?:own|owned|have owned) (?:that|this|any|such a?)(?: \w+)? (?:house|home|property|condo|land|address|"
        r"lot)"
        r"(?: (?:\w+ ){0,3}(?:any ?more|st|street|ave|rd|you \w+))?(?= [.?,])",
        r"<start>(?:(?:that|it|this) is )?not my (?:house|home|property|name|phone)<end>",
    ),
    rule(
        "what the law says of it",
        "Speaks of consent or a court, as people do who never gave any.",
        "court consent permission authorization",
        r"take(?:n|ing)? (?:you|this|you all|your company|your \w+)(?: \w+)? to (?:\w+ )?court",
        r"not have (?:my|our|any) (?:\w+ )?(?:permission|consent|authorization)(?! to (?:show|list|enter|sell|share|"
        r"open))",
        r"(?:my|our) (?:express |prior |written |explicit )+consent|need (?:my|our) (?:consent|permission) to "
        r"(?:text|call|"
        r"contact|message)",
    ),
)
