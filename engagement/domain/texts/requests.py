"""Requests to be left alone, in plain English: the rules, each with its reason.

Consent may be revoked "using any reasonable method to clearly express a desire not to receive further calls or text
messages" (47 CFR 64.1200(a)(10)). So every rule holds a text for a person to decide, and none decides itself. In doubt
a text that asks to end *contact* is held, and one that turns down a house, a time or an offer is an answer; so
"Not interested" with nothing more is an answer. `harmless.py` has what is covered up before these look.
"""

from engagement.domain.texts.rules import Rule, rule

_NO = (
    r"(?:not|never|nor)(?: (?:ever|you|please|want you to|you dare|dare|again|try to|to|even|need to|use this "
    r"number to))*"
)
_OR_MORE = r"(?: (?:or|and|nor|,)(?: (?:not|never))? (?:<do>|send|visit|mail))*"
_MINE = r"(?:my|this|our) (?:phone |cell |mobile |whole |entire |contact |personal )?"
_WISH = r"(?:would|like|want|need|wish|have|had|asked|ask|to|already|just|again|really|can|could|may|please|now|do|not)"

REQUESTS: tuple[Rule, ...] = (
    rule(
        "stop in a sentence",
        "Asks to stop writing. The law's own word, but not alone, so the provider has closed nothing.",
        "stop stopped stops done cancel quit cease discontinue halt knock cut refrain abstain rest desist turn shut "
        "off end chill ease lay cool lighten",
        r"(?:you|they|this|these)(?: \w+){0,2} (?:will|would|do|does|can|could) (?:not )?(?:ever )?(?:stop|"
        r"quit)(?: <doing>)?",
        r"(?:you|you people|you guys) never (?:stop|quit)|(?:stop|cancel|end) (?:the|this|your) (?:service|program|"
        r"subscription)",
        r"<start>stop i (?:am not(?! ready| crying)|do not|never|did not|have (?:already|told)|already|sold|said)",
        r"(?:will|would|do|does|can) not (?:you|these|this|they)(?: \w+){0,2} stop",
        r"(?:stop|quit|cease|discontinue|halt)(?: (?:all|with|the|these|those|this|your|any|of|damn|fucking|fuck "
        r"ing|effing|stupid|automated|auto|"
        r"further|it|unwanted|future|from|constantly|always|please|and desist|getting|receiving|my|annoying|spam|"
        r"so many|more|to|con|de|los|las|por favor|"
        r"me|us|robo|constant|endless|random|and|or))*"
        r" (?:<msg>|<doing>|this|nonsense|bs)",
        r"(?:stop|quit|cease|end|done|knock it off|cancel|discontinue)(?: (?!by|at|in)\w+){0,6} <texts>",
        # Any bothering of the person: "stop recruiting me", "quit wasting my time"
        r"(?:stop|quit|cease)(?: fucking| please| with)? (?!making|letting|giving|helping|sending|showing|teasing|"
        r"tempting|torturing|killing|kidding)\w+ing (?:me|us|my|"
        r"people|this (?:number|phone|cell)|our (?:family|phone|house))",
        r"(?:stop|quit|cease|desist)(?: from)?(?: to)+ (?:<do>|send)",
        r"(?:stop|quit|cease)(?: (?:it|this|that|with this|with it|sending|now|already))*<end>",
        r"(?:please|to|must|should|now|said|asked|can you|will you|could you|would you|you|i said|just|means|ok|por "
        r"favor|ya) "
        r"(?:stop|quit it|cease|desist)(?: it| this| now| already)?<pause>",
        r"you can (?:please |just |now )?(?:stop|quit)<pause>",
        r"<start>stop (?:you are|this is|it is) (?:annoying|harass\w*|bothering|spam\w*|relentless|being)",
        r"(?:chill|ease up|ease off|lay off|cool it|lighten up) (?:with|on) (?:the|these|your|all)(?: \w+)? <msg>",
        r"(?:stop|quit) (?:it )?with (?:the|these|this|all|your|those)(?! (?:renovation|repairs|work|offer))",
        r"i (?:have )?(?:already )?(?:hit|pressed|clicked|put|texted|replied|said|wrote|sent|typed|responded|"
        r"answered) (?:to |with )?stop(?! "
        r"(?:by|in))",
        r"part of stop|not understand stop",
        r"<start>stop(?: it| this| now| please| already)?(?= (?:[,.?]|or))|<start>(?:cease|discontinue|desist)<end>",
        r"(?:refrain|desist|cease|abstain) from (?:any )?(?:<doing>|<msg>)|you (?:\w+ )?stopped <doing>",
        # What we wrote, said back: "STOP to end"
        r"<start>stop (?:to|2|and|=) (?:end|quit|cancel|opt ?out|stop|unsubscribe|revoke)(?: (?:texts|messages))?<end>",
        r"[.?] stop (?!by|in|at|over|off|for|there|here|sign|light|work|watch|the|and|street)\w+(?= [.?])",
        r"(?:these|this|your|texts|messages|all this)(?: \w+){0,3} (?:need|needs|have|has|must|got|should|better) "
        r"(?:to )?stop",
        r"(?:get|make|want|need|like|asking|asked|ask)(?: \w+){0,4} to stop<pause>|(?:asked|told|telling|tell|asking|"
        r"ask) "
        r"you(?: \w+){0,2} to (?:stop|quit)",
        r"make (?:it|this|these|them|the texts|the messages|all this) (?:stop|end)<end>",
        r"(?:want|need|like) (?:this|these|it|them|the texts|your texts|the messages) to (?:end|cease|stop)",
        r"(?:how|way|where)(?: \w+){0,4} stop (?:this|these|them|getting|receiving|your|the (?:texts|messages|"
        r"spam|calls))",
        r"<start>(?:this|these) (?:really )?(?:need|needs|must|has|have) (?:to )?(?:end|cease)<end>",
        r"knock it off|cut it out|give it a rest",
        r"cease and desist|cease (?:all )?(?:further )?(?:communication|contact)",
        r"(?:turn|shut|switch) off <kind>(?:my )?(?:\w+ )?<msg>|(?:turn|shut) (?:this|these|it|them|"
        r"the \w+|your \w+) off<end>",
        r"(?:turn|shut|switch) (?:this|these|them|me|us|all this|these \w+) off(?= of|<end>)",
    ),
    rule(
        "leave the list",
        "The law's words unsubscribe, opt out, cancel, end and revoke, with others around them.",
        "unsubscribe unsubscribed unsub unsubscribing unsuscribe unsubcribe opt opted optout opting cancel "
        "cancelled canceled ended stopped end revoke close delete deactivate revoked "
        "revoking withdraw withdrawing consent terminate discontinued",
        r"(?:unsubscribe|unsub|unsuscribe|unsubcribe|optout|unsubscribing)",
        r"(?:already|have|i|been|be|get)(?: \w+)? (?:unsubscribed|opted out)",
        r"<start>(?:unsubscribed|opted out|cancelled|canceled|ended|stopped|revoked)<end>",
        r"(?:opt|opting)(?: me| us| this number| my number)? out",
        r"(?:cancel|end|terminate)(?: (?:all|my|these|this|the|your|any|those|of|text|further|annoying|los|las))*"
        r" (?:<msg>|subscription|service|membership|account|enrollment|messaging|texting)",
        r"(?:close|delete|cancel|deactivate|remove)(?: out)? (?:my|our) (?:file|account|profile|registration|"
        r"subscription)(?! (?:at|with|"
        r"before))",
        r"<start>(?:cancel|end|revoke)(?: me| this| it)?<end>",
        r"(?:revoke|revoking|withdraw|withdrawing|remove|removing)(?: \w+){0,3} (?:consent|permission|authorization)|"
        r"consent (?:is |has been |was )?(?:revoked|withdrawn)",
    ),
    rule(
        "take me off",
        "Asks to be taken off the list. What is taken off must be the person, not a house, a day or a clause.",
        "remove removed removing take taken delete scratch cross drop erase scrub strike pull off unlist purge out "
        "wipe "
        "deleted removal forget lose clear cut kick toss ditch trash dump throw discard destroy burn unsave erased "
        "list excuse exclude count spare release rid",
        r"(?:<off>|keep|leave)(?: (?!off|home|house|condo)\w+){0,3}? <me>(?: \w+){0,4}? (?:off|from|form|out|of)(?: "
        r"of)?<of your>"
        r" <list>",
        # The person's number by another word: "her number off your list", "a business line, remove it"
        r"<off> (?:his|her|their|that|the) (?:\w+ )?(?:number|name|phone|info)(?: (?:off|from|out of)<of your> "
        r"<list>|<end>)",
        r"<off> (?:him|her|them) (?:off|from|out)(?: of)? (?:your|ur|this) (?:\w+ )?<list>",  # for who died or moved
        r"(?:number|phone|line|cell|info)(?: \S+){0,4} (?:please |and |then )*<off> it(?: (?:off|from|out)|<end>)",
        r"<start>(?:removed|deleted|taking|removing|deleting) me (?:off|from)|"
        r"<off>(?: and delete)?(?<!get) <me>(?: off| out)?(?:<pause>|"
        r"(?= (?:and (?:my|delete|stop|do|all|never)|before|or)))",
        r"(?:take|get|cross|scratch) <me> off(?= (?:of )?(?:your|ur|this|these|it|all|any|[.,?]|please|now|asap|i|we|"
        r"or|and|"
        r"before))|want (?:out|off)<end>|<off> <me> out(?= (?:please |now )*[.,])",
        r"(?:want|like|how do i|how can i|how to|trying to|please) get (?:off|out)(?: of)?<of your> <list>(?! "
        r"(?:with|for))",
        r"(?:like|get me|get us|let me|let us|want) (?:out|off) of (?:this|these|all this)<end>",
        r"(?:get|stay)(?: the \w+)? (?:off|out)(?: of)? my (?:phone|line|cell|texts|messages)",
        rf"<forget>(?: (?!not|the|from)\w+){{0,2}} {_MINE}(?:number|contact|info|information|digits|particulars|"
        rf"details|data|"
        r"phone|#|line|records?)(?: away| out)?(?! \d| pick)",
        r"<off> <me> (?:off|from|out of)(?: all| any)?(?: of)? your(?! (?:schedule|calendar|wait))(?: \w+){1,2}<end>|"
        r"(?:want|need|like) it "
        r"(?:taken off|removed from|off)(?: of)?<of your> <list>|<off>(?: \w+){1,4} (?:off|from) your (?:mailing|"
        r"text|calling|"
        r"contact|call|marketing) <list>|<start>(?:my|this) number (?:off|out of)(?: of)?<of your> <list>",
        r"<forget>(?: de)? mi (?:numero|telefono|contacto|informacion|cel)",
        r"(?:delete|remove|lose|forget) (?:that )?you (?:have|had|ever had) (?:this|my) (?:number|phone)|forget you "
        r"have",
        rf"(?:i|we|me|us|number|info|wife|husband|mother|mom)(?: {_WISH})* (?:be|get|been|being) (?:removed|taken "
        rf"off|deleted|"
        r"erased|off)(?:(?: from| of)?<of your> <list>|<pause>|<end>| from (?:this|your|all|any|the list))",
        r"(?:be|get|been|being|want to be) (?:removed|taken off|deleted|off)(?: from| of)?"
        r"(?: (?:your|this|the|that|all|any|these|text|mailing|contact))* <list>",
        rf"(?:like|want|need|have|get|ask|that)(?: to have)? {_MINE}(?:number|info|contact info|information|name)"
        r"(?: (?:be|to be|is))? (?:removed|deleted|taken off|taken out|erased)(?! from the (?:listing|sign|flyer|"
        r"title|deed))",
        r"(?:told|asked) (?:\w+ ){1,3}to (?:remove|take|delete|unsubscribe) (?:me|us|my|this)",
        r"(?:request|requested|asking|asked|want|wanted|like|wish|need|prefer|demand) to be (?:removed|taken off|"
        r"deleted|unsubscribed)"
        r"(?! (?:from|off)(?: of)? (?:the |my |our )?(?:title|loan|deed|lease|offer|contract|mortgage))",
        r"(?:number|phone) [.?] (?:please )?(?:remove|delete|erase|lose) it<end>",
        rf"{_MINE}(?:number|info|contact info|information)(?: has)? (?:is|been|was|be|gets) (?:removed|deleted)(?! "
        rf"from the listing)|"
        r"<off> my address<end>|(?:remove|delete|take|erase|pull)(?: [^ ]+){1,12} (?:from|off)(?: of)?(?: all| any| "
        r"both)?(?: of)? "
        r"your (?:(?:mailing|text|texting|email|call|calling|contact|marketing) lists?|database|data base|system|"
        r"records|crm)",
        r"(?:excuse|exclude|count|leave|spare|free|release) <me>(?: out)?(?: (?:of|from))?(?: (?:the|these|this|all|"
        r"your|any|"
        r"further|future|from))* (?:<msg>|<list>)",
        r"<start>(?:want |i want )?(?:off|out of|removed from|taken off|off of|take off|remove from|delete "
        r"from)(?: of)?(?: (?:your|this|the))?(?: \w+)? <list><pause>",
        r"(?:please|,|thanks|me) (?:remove|delete|unlist)(?: me)?(?! it)<end>",
        r"<start>(?:remove|removed|delete|unlist)(?! it)<end>|(?:and|now) (?:remove|delete)<end>",
    ),
    rule(
        "no more",
        "Wants no further messages.",
        "no last leave done enough nomore sick tired many too without not peace",
        r"no (?:more |further |additional )(?:of )?(?:these |this |your |any |the |text |marketing |spam )*<msg>(?! "
        r"<which>)",
        r"no (?:more|further)(?: (?!than|of the)\w+){0,4} <texts>",
        r"no (?:more|further)(?: of)?(?: this| these)?<end>|no more (?:texting|messaging|contacting|calling)",
        r"(?:be|was|were) (?:the|your) last (?:text|message|one i)|leave (?:me|us) (?:off|out)(?: of)?(?: (?:these|"
        r"this|it|all))*<end>",
        r"not (?:another|one more|a single) (?:text|message|one)(?= (?:please|from|again|[.,]))",
        r"(?<!got )(?<!have )(?<!received )(?<!see )no (?:texts|texting|text messages)<end>|done with (?:these|"
        r"your|the|all the) <msg>",
        r"<start>no (?:texts|text|messages|calls|spam|soliciting|texting|solicitations?|solicitors|contact)"
        r"(?: messages)?<end>",
        r"had enough <kind><texts>",
        r"<start>enough (?:already )?(?:with|of) (?:this|these|it|you|that|your \w+)<end>",
        r"enough(?: (?:with|of|already|the|these|this|your|all))+ <msg>",
        r"(?:can|could) (?:do|live) without (?:the|these|your|any) <msg>",
        r"<start>(?:that is |it is )?enough(?: is enough)?(?= (?:[.] )+$)|enough is enough",
        r"(?:sick|tired) of (?:(?:\w+ )?(?:these|your|the|getting|receiving|being|you|this|all)(?: \w+)? )?(?:text "
        r")?(?:<msg>|"
        r"contacted|texted|texting|people)",
        r"too many <kind>(?:texts|messages|emails|calls|alerts|notifications)(?! from (?:other|the|my))",
    ),
    rule(
        "do not contact",
        "Forbids writing, calling or sending; not where it names a time, somebody else, or another channel than texts.",
        "not never nor rather prefer longer need no kindly still keep unwelcome unwanted",
        rf"{_NO} <do>{_OR_MORE}(?: back| out)?(?: to)? (?:me|us|again|any ?more|any longer|ever|here|"
        r"(?:this|my) (?:number|phone|cell|line|personal|family)|this(?! (?:listing|house|agent|guy|lender))|mas|"
        r"people|in "
        r"the future)",
        rf"{_NO} (?:text|message|contact|call|disturb|bother|email|solicit|write|reach out|reply|respond|follow "
        rf"up){_OR_MORE}"
        r"(?: back)?<end>",
        rf"{_NO} (?:<do>|reach|solicit|ask|follow up|hit me up|reply|come)(?: (?!wait)\w+){{0,5}} <for good>(?! "
        rf"(?:after|before|"
        r"until|at|on|in|if|when))",
        rf"{_NO} send(?: (?:me|us|any|to|this number|nothing|no))* "
        r"(?:any ?more|any|anything|more|these|this|texts?|messages?|stuff|shit|crap|your|again|listings|emails?|"
        r"spam|another|sms)(?! (?:\w+ ){0,2}<which>)(?! (?:\w+ )?(?:condos?|pictures?|photos|houses?|bedrooms?))",
        rf"{_NO} send(?: me| us)?<end>|{_NO} (?:use|text|call|dial) (?:this|my) (?:number|phone)",
        rf"{_NO} (?:bother|waste (?:your|more|any more|my) (?:time|breath)|trouble yourself)(?: (?:to|with|by))?"
        r"(?: \w+)? (?:<doing>|<do>)",
        r"(?:not|longer|never|no)(?: \w+)? (?:want|wish|wanting|need|like to|care to|wishing|desire|interested "
        r"in)(?: to)?(?: not)?"
        r"(?: (?:get|receive|receiving|getting|any|more|be|see|of|your|these|those|this|the|hear|further|future|"
        r"you|all|to|have|have any|"
        r"having|being|on|our|my|text|marketing|anymore|advertising))* "
        r"(?:texts|text|messages?|texting|messaging|contacted|texted|from you|sms|emails|calls|"
        r"communications?|correspondence|advertisements?|contact|spam|alerts|"
        r"notifications|solicitations?|bothered|(?<=on )(?:\w+ )?list|called|sending me|listings)(?! (?:\w+ "
        r"){0,2}<which>)",
        r"want (?:to )?not(?: to)? (?:receive|get|have|be contacted)",
        r"(?:not|longer)(?: \w+)? (?:want|wish|need|like)(?: to)?(?: receive| get| any more| any| more| of)*(?: "
        r"(?:these|those|this))<end>",
        r"rather (?:(?:you|i|that|if|did|do|be) )*not (?:get|receive|be|have|text|message|contact|hear|call)",
        r"prefer (?:you )?(?:not|no)(?: to)?(?: \w+)? (?:texts|contacted|texted|messages|text|contact|messaged|"
        r"receive|get)",
        r"not (?:keep|continue) <doing>|not (?:need|care) (?:for |about )?your <msg>",
        r"(?:not|longer|never) (?:want|wanted|wish|need|like|care)(?: to)?(?: receive| get| getting| receiving| have|"
        r" see| be sent)? "
        r"<kind>(?:<texts>|alerts|notifications|updates|spam)(?! (?:\w+ ){0,2}<which>)",
        r"not need(?: to)? (?:keep <doing>|<doing>|(?:text|contact|message|call|write) (?:me|us|this)|these<end>|"
        r"your texts|any more "
        r"<msg>)",
        r"no (?:need|reason)(?: for you)? to (?:keep |continue |be )*(?:<doing>|text me|contact me)|(?:no|not) need "
        r"(?:for "
        r")?(?:any ?more|"
        r"more|further) <kind>(?:<texts>|listings|updates|alerts|emails|calls|contact)(?! (?:\w+ ){0,2}<which>)",
        r"(?:not|no) need(?: for you)? to (?:reach out|follow up|contact|text|write|message|call|check in)(?: (?:to|"
        r"with))?"
        r"(?: (?:me|us))? <for good>",
        r"(?:texts|messages|calls|texting)(?: \w+)? (?:is|are) (?:not (?:welcome|wanted|appreciated|ok|okay)|"
        r"unwelcome|unwanted)",
        r"keep getting (?:these|your|this)(?= (?:texts?|messages?|and|[.,]))",
        r"not (?:okay|ok|want|like|appreciate)(?: \w+){0,2} <doing>",
        r"not (?:think|believe|feel like)(?: (?:i|we|that))*(?: \w+){1,3} (?:get|getting|receive|receiving) (?:these|"
        r"this|"
        r"your|<msg>)",
        r"no (?:need|reason)(?: for you)? to (?:include|add|keep|have|notify|update|alert) (?:me|us)<end>",
        r"(?:no|not) need(?: for you)? to (?:keep |continue |be )*send(?:ing)?(?: (?:me|us|out))? <kind>(?:anything|"
        r"these|those|"
        r"this|more|<msg>)(?! (?:\w+ ){0,2}<which>)(?! (?:\w+ )?(?:condos?|pictures?|photos|houses?|pics|info))",
        r"not \w+(?: \S+){0,4} or send(?: me| us)? (?:anything|any|more|another|these)",
        r"no longer (?:contact|text|message|call)",
        r"no (?:contact|send|text|message|disturb)(?: to)? (?:me|us)(?: (?:more|any ?more|any|again|no|text|texts|"
        r"message|messages|"
        r"sms))*<end>|no send<end>",
        r"not interested in (?:receiving|getting|being (?:contacted|texted)|(?:any |more |your )*<texts>|hearing)(?: "
        r"\w+)?",
        r"(?:why|are|keep|you)(?: \w+){0,2} (?:still|keep|you keep) (?:<doing>)(?: (?:me|us|this number|my)|<pause>)",
    ),
    rule(
        "leave me alone",
        "Sends us away.",
        "alone leave left let be away lose loose lost fuck piss screw buzz bug back forget shut scram life hell eat "
        "else respect beat hike "
        "kick wasting peace job another different other point sense use save move moved stfu gtfo foff fu",
        r"(?:you|people)(?: \w+){0,3} not leave",
        r"(?:leave|left) (?:me|us|my (?:family|wife|husband|mom|mother|dad|parents|grandma|kids?)|him|her|people|our "
        r"family)"
        r"(?: the| \w+)* (?:alone|be)",
        r"let (?:me|us) (?:off|out)(?: of)?(?: this| the| your)? <list>",
        r"leave (?:my|our) (?!dog|cat|stuff|plants)(?:\w+ ){1,2}alone",
        r"(?:be|being) left (?:alone(?! with)|in peace)|leave (?:me|us) in peace|left alone<end>",
        r"let (?:me|us) (?:alone|be)<end>|respect (?:my|our) (?:wishes|privacy|request)",
        r"(?:lose|loose) (?:my|this|our|the) (?:number|digits)|forget (?:my|this) number|forget you have",
        r"<start>(?:go|get|stay) (?:the |far )*(?:away|lost|bent)(?:<end>|(?= and))",
        r"<start>go to hell|go fuck|get a (?:life|job)|fuck (?:off|you)|eat shit|piss off|screw (?:off|you)|buzz "
        r"off|bug off|back off<end>|<start>(?:beat it|take a hike|kick rocks)"
        r"|shut the fuck up|shut up(?= (?:and|you|[.] (?:[.] )*$))",
        r"(?:bother|text|harass|annoy|pester|message|spam) (?:someone|somebody) else|(?:find|go) (?:someone|"
        r"somebody) else to <do>|"
        r"(?:find|text|bother|message|call|harass|try) (?:another|a different|some other) (?:person|lead|guy|sucker|"
        r"victim)",
        r"(?:please|just|ok|[.]) forget (?:about )?(?:me|us)<end>|save (?:your|the|these) (?:<msg>|time|breath)",
        r"(?:please|just|,|must|should|[.]) move on<end>|(?:i have|we have) moved on<pause>",
        r"no (?:point|use|sense)(?: in)? <doing>(?: me| us| here|<end>)|(?:stop|quit) wasting(?: \w+)? (?:my|our|"
        r"your) time",
        r"you are wasting (?:your|my|our)",
        r"<start>(?:f|fu|stfu|gtfo|foff)<end>",
    ),
    rule(
        "they are to be reported",
        "A threat of law or complaint, or the word spam: nobody who writes it agrees to be written to.",
        "sue suing lawyer attorney lawyers attorneys report reported reporting fcc ftc tcpa dnc dnd bbb registry list "
        "harassment harassing lawsuit law commission board authorities notifying "
        "consented complain complaining spam spammer spammers scam scammer scammers illegal block blocked blocking "
        "complaint legal violation "
        "sued violating violate court complaints charges restraining "
        "unsolicited unwanted consent permission privacy police cops authorization warning registered national "
        "federal state break breaking broker boss manager supervisor company office brokerage agency",
        r"(?:will|going to|be|i will|gon|or) (?:sue|suing)(?: (?:you|your|this)|<end>)|suing (?:you|your)|(?:will|"
        r"going to) (?:be|get) (?:sued|reported)|"
        r"(?:my|our) (?:lawyer|attorney)s? (?:has been|have been|is being|will be|is) (?:notified|informed|involved|"
        r"contacted)|"
        r"(?:sue|"
        r"see) you(?: \w+){0,3} court",
        r"(?:my|our|a|the) (?:lawyer|attorney)s?(?: \w+){0,6} (?:if (?:you|this|these|it|i)|texts|texting|"
        r"harass\w*|hear from)|hear(?:ing)? from (?:my|our|an?) (?:lawyer|attorney)",
        r"(?:again|next (?:text|message|call|one)|one more(?: text| message)?|if \w+ (?:continue|keep|do not)|or "
        r"(?:i|we))(?: "
        r",| \w+){0,8} (?:my|our|an?) "
        r"(?:lawyer|attorney)|(?:calling|getting|contacting|hiring) (?:my|our|an?) (?:lawyer|attorney)<pause>",
        r"(?:report|reporting|reported) (?:you|your|this (?:number|as|to|for|text)|this<end>|it as|as|to the "
        r"(?:authorities|police|carrier|state))|(?:will|am|going to)(?: be)? report(?:ing)?<end>",
        r"(?:reporting|forwarding|sending|turning|taking|report|forward) (?:this|these|you|your|it|them)(?: "
        r"\w+){0,4} to (?:the )?"
        r"(?:\w+ ){0,3}(?:commission|board|authorities|police|state|broker|better business|carrier)",
        r"(?:getting|being|been|be|have|already|consider) reported|<start>reported<end>",
        r"(?:fcc|ftc|tcpa|dnc|dnd|bbb|attorney general|better business bureau)|lawsuit<end>|break(?:ing)? the law",
        r"do not (?:call|text|contact|disturb) (?:list|registry|registered)|(?:national|federal|state|registered) do "
        r"not call",
        r"(?:this|that|it|which|you are|texting|considered|called|just)(?: is)?(?: (?:is|considered|called|pure|"
        r"straight up|now))? "
        r"harassment|consider this harassment|<start>harassment<end>|you(?: \w+)? harassing",
        r"<start>(?:this is |you are |it is |more |reported |marked |fucking |a |all |just |nothing but )*(?:spam|"
        r"spammers?|scam|scammers?|spamming)<end>|as spam",
        r"(?:this|it|you|texting \w+|that) (?:is|are) (?:illegal|against the law)<pause>|illegal to (?:text|call|"
        r"contact)|legal "
        r"action|small claims|invasion of privacy|(?:unsolicited|unwanted) <msg>",
        r"(?:block|blocking|blocked) (?:you|this|your)|<start>(?:i |you are )?(?:blocked|blocking)(?: and "
        r"(?:reported|deleted))?<end>",
        r"(?:i will|we will|i am|going to|and|will be)(?: \w+)? (?:file|filing|filed|make|press|get)(?: \w+){0,2} "
        r"(?:complaint|police report|charges|restraining order|"
        r"lawsuit)(?! "
        r"(?:with|against|"
        r"about|to) (?:the |my |our )?(?:hoa|landlord|builder|city|seller|neighbor|contractor|county|lender|bank|"
        r"noise))|"
        r"<start>filing(?: \w+){0,2} complaint",
        r"(?:you are|violating|violate|in) (?:in )?(?:violation|violating)(?: of)?|violation of (?:federal|the "
        r"law|my|state|tcpa)|violat(?:e|ing) (?:the|my|tcpa|federal|our)",
        r"(?:never|not)(?: \w+)? (?:give|gave|given|grant)(?: you| anyone| anybody| any| my)* (?:permission|"
        r"consent|authorization)(?! to (?:show|list|enter|sell|share|open))|"
        r"(?:not|never)(?: \w+)? consent(?:ed)?|(?:last|final) warning",
        r"(?:texting|texts?|contacting|calling|messaging|messages)(?: \w+){0,4} (?:without (?:my )?(?:consent|"
        r"permission)|is a "
        r"violation)",
        r"(?:calling|call) the (?:police|cops)(?: on you)?(?! (?:on|about|for))",
        r"(?:call|calling|contact|contacting|tell|telling|email|emailing|speak to|talk to|talking to) your (?:\w+ )?"
        r"(?:broker|boss|manager|supervisor|company|office|brokerage|agency)(?: \w+){0,4} (?:complain\w*|if (?:you|"
        r"this)|"
        r"harass\w*|stop)|(?:will|going to|have to|am|be) complain(?:ing)? (?:to|about (?:you|this)|if)",
    ),
    rule(
        "or else",
        "Says what happens if we write once more, which is to forbid it.",
        "again more another next",
        r"(?:if|ever)(?: \w+){0,3} (?:text|contact|call|message|bother)(?: \w+){0,2} (?:again|more)(?= \w| ,)",
        r"if (?:you|they)(?: ever)? (?:text|contact|call|message|bother) (?:me|us|this \w+) (?:again|any ?more)",
        r"(?:one|1|another|next|single) (?:more )?(?:text|message|call) (?:and|from you)|if i (?:get|receive|see) "
        r"(?:one more|another|any more|"
        r"more)(?: \w+)? <msg>",
    ),
    rule(
        "never signed up",
        "Says there never was consent, which is to have none.",
        "never not",
        r"(?:never|not)(?: (?:ever|actually|even|really|knowingly))? (?:(?:sign|signed) up|subscribe|subscribed|"
        r"opt in|opted in|opt into|opted into|enrolled)"
        r"(?:<pause>|(?: to| for)* (?:this|these|your|any|it|texts|text|messages|spam|alerts))",
        r"(?:never|not)(?: ever)? (?:agree|agreed|ask|asked|request|requested|authorize|authorized)(?: to| for| be| "
        r"get| receive)* "
        r"(?:this|these|any of this|your texts|texts|"
        r"messages|contacted|texted|spam|(?:\w+ ){1,3}<texts>)",
        r"(?:never|not)(?: ever)? (?:give|gave|given)(?: \w+){0,2} my (?:number|phone number|cell|permission)",
    ),
)
