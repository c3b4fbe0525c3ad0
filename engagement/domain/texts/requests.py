"""Requests to be left alone, in plain English: the rules, each with its reason.

Consent may be revoked "using any reasonable method to clearly express a desire not to receive further calls or text
messages" (47 CFR 64.1200(a)(10)). So every rule holds a text for a person to decide, and none decides itself. In doubt
a text that asks to end *contact* is held, and one that turns down a house, a time or an offer is an answer.
"""

from engagement.domain.texts.rules import Rule, compiled, rule

# Words of asking that ask nothing here; covered up before any rule looks. Each line says what it lets through.
HARMLESS = compiled(
    # Keep sending: "don't stop", "can't stop looking", "never unsubscribed"; but not "why won't you stop"
    r"(?<!you will )(?<!you do )(?<!you can )(?<!texts will )(?<!messages will )(?<!these will )"
    r"(?:not|never|nobody|no one|nothing|without) (?:be able to |ever |want to |mean to |meant to |going to |want "
    r"you to |please )?"
    r"(?:stop\w*|quit\w*|unsubscribed?|cancel|remove|delete|end|lose|opt(?:ed)? out|take (?:me|us) off)(?: "
    r"sending| texting| me| us)*",
    r"(?<!you will )(?<!you do )(?<!you can )not leave (?:me|us) alone",
    r"(?<!you )can not (?:text|call|talk|email|message|write)",
    r"unsubscribed? from (?:zillow|redfin|trulia|realtor|opendoor|(?:the |my |an)?other)",
    # Wishing them back: "I accidentally texted stop", "why did you stop sending", "the listings stopped"
    r"(?:accident\w*|mistake\w*|mistakenly|by mistake)<gap> (?:stop|unsubscribed?|opt(?:ed)? out)(?: .* "
    r"(?:mistake|accident))?",
    r"(?:why|when) (?:did|have|has) (?:you|the|my|these|your)(?: \w+)? (?:stop|quit)(?: \w+)*",
    r"did (?:they|it|you|the \w+) stop",
    # What we wrote ourselves, said back to us: "you said reply STOP to opt out", "text STOP or START"
    r"(?:reply|replying|replied|text|texting|texted|send|type|say|said) (?:the word )?(?:stop|end|cancel|quit|"
    r"unsubscribe)"
    r" (?:to (?:opt out|unsubscribe|stop|end|cancel|quit)|or|2)(?: (?:texts|messages))?",
    # Places and movements: a stop is a short visit, and where the bus halts
    r"stop(?:s|ped|ping)? (?:by|in|over|off|at|into|for|there|here|sign|light|signs|and (?:see|look|go|get|check|"
    r"visit|talk|think))",
    r"(?:bus|train|subway|metro|tram|truck|pit|first|last|next|short|quick|rest|full|non|one|door|whistle|every|a|"
    r"the|our|my) stops?",
    r"(?:stop it|stop) ,? ?(?:that is|this is|that|you are|it is|i am|i love|i like|omg|so|is that|look)(?= \w)",
    # Things that are ended, removed or cancelled in a house or a contract
    r"opt(?:ing|ed)? out (?:clause|period|form|option|fee|date)|opt(?:ing|ed)? out of (?:(?:the|our|my|a|an|this|"
    r"that) )?(?!the |our |my |list|text|message|email|this|these|your|communic|campaign|sms)\w+",
    r"unsubscribe my (?:husband|wife|partner|mom|dad|son|daughter)(?= \?)",
    # Not to us, or not now: "don't call me before 9", "I don't text and drive", "don't call, text me", "just me"
    r"(?:i|we|they|he|she) do not (?:text|call|email|write)",
    r"(?:not|never) (?:text|call|contact|message|email|bother) (?:me |us )?(?:back )?(?:before|after|until|till|"
    r"today|tonight|"
    r"tomorrow|right now|yet|while|during|between|(?:at|in|on)(?! (?:this|my|all))|this (?:week|weekend|morning|"
    r"afternoon|evening|month|"
    r"\w+day)|if|unless|late|early|so early|so late|for the next|next)",
    r"(?:text|call|message) (?:me|us) again (?:after|before|at|on|in|around|when|tomorrow|later|next|if)",
    r"not (?:call|phone|ring)(?: me| us)? ,? ?(?:just |only |please )*(?:text|message|email)(?: me| us)?",
    r"not (?:text|message|call|contact|email) (?:my|the|him|her|them|your|our|any|his|their|mom|dad)(?! number| "
    r"phone| cell)",
    r"not (?:text|message|email) (?:me|us) (?:the|a) (?!thing|word|damn|single)\w+",
    r"not (?:bother|call|text|write|reach|contact|spam|hit) (?:with|to|the|about)",
    # Somebody else's wrong number: "I gave you the wrong number", "the wrong number on the sign"
    r"(?:i|we|he|she|they|accidentally)(?: (?!you)\w+){0,2} (?:gave|sent|send|dialed|called|texted|typed|put|wrote|"
    r"entered|listed|messaged|had)"
    r"(?: \w+){0,4} wrong (?:number|person|phone|one|contact)",
    r"(?:you|sign|flyer|listing|ad) (?:\w+ )?(?:gave|put|listed|printed|wrote|typed|has)(?: \w+){0,4} wrong "
    r"(?:number|person|phone|contact)",
    r"wrong (?:number|phone|name|one|contact|cell)(?: \w+)? (?:on|in|for|of) (?:the|your|my|our|that|this) "
    r"(?!house)\w+",
    r"wrong (?:person|number|one|guy|contact|lady|name) ,? ?but(?: \w+){0,3} (?:interested|interest|looking|buy|"
    r"buyer)",
    # Complaints about others: the dog, the seller, the post box
    r"(?:went|goes|going|go|landed|ended up|in|into|to) (?:to |my |the |in |your )*spam|spam (?:folder|box|filter)",
    r"wrong \w+ to ask|wrong (?:number|amount) of|wrong (?:guy|person|man|woman|lady|contact) (?:got|won|signed|on)",
    r"(?:is|are) (?:harassing|bothering|annoying) (?:us|me|our|my)",
    r"(?:code|hoa|zoning|permit|building|lease|parking|noise) violations?",
    r"(?:tell|ask|told|asked|get|make) (?:the|my|her|his|their|him|them|our) (?:\w+ )?(?:to )?(?:stop|quit|leave|"
    r"remove)",
)

REQUESTS: tuple[Rule, ...] = (
    rule(
        "stop in a sentence",
        "Asks to stop writing. The law's own word, but not alone, so the provider has closed nothing.",
        "stop stopped stops quit cease discontinue halt knock cut refrain",
        r"(?:you|they|this|these|u)(?: \w+){0,2} (?:will|would|do|does|can|could) (?:not )?(?:ever )?(?:stop|"
        r"quit)(?: <doing>)?",
        r"(?:will|would|do|does|can) not (?:you|these|this|they)(?: \w+){0,2} stop",
        r"(?:stop|quit|cease|discontinue|halt)(?: (?:all|with|the|these|those|this|your|any|of|damn|fucking|fuck "
        r"ing|effing|stupid|automated|"
        r"further|it|unwanted|future|from|constantly|always|please|and desist|getting|receiving|my|annoying|spam|"
        r"so many|more|"
        r"me|us|robo|constant|endless|random|and|or))*"
        r" (?:<msg>|<doing>|this|nonsense|bs)",
        r"(?:stop|quit|cease)(?: (?:it|this|that|with this|with it|sending|now|already))*<end>",
        r"(?:please|to|must|should|now|said|asked|can you|will you|could you|would you|you|i said|just|means|ok) "
        r"(?:stop|quit it|cease)(?: it| this| now| already)?<pause>",
        r"<start>stop(?: it| this| now| please| already)?(?= (?:[,.?]|or))|<start>(?:cease|discontinue|desist)<end>",
        r"refrain from (?:any )?(?:<doing>|<msg>)|you (?:\w+ )?stopped <doing>",
        r"[.?] stop (?!by|in|at|over|off|for|there|here|sign|light|work|watch|the|and|street)\w+(?= [.?])",
        r"(?:these|this|your|texts|messages|all this)(?: \w+){0,3} (?:need|needs|have|has|must|got|should|better) "
        r"(?:to )?stop",
        r"(?:get|make|want|need|like)(?: \w+){0,4} to stop<pause>|(?:asked|told|telling|tell|asking|ask) (?:you|"
        r"u)(?: \w+){0,2} to stop",
        r"(?:how|way|where)(?: \w+){0,4} stop (?:this|these|it|them|getting|receiving|your|the (?:texts|messages|"
        r"spam|calls))",
        r"knock it off|cut it out|give it a rest",
        r"cease and desist",
    ),
    rule(
        "leave the list",
        "The law's words unsubscribe, opt out, cancel, end and revoke, with others around them.",
        "unsubscribe unsubscribed unsub unsubscribing unsuscribe unsubcribe opt opted optout opting cancel "
        "cancelled canceled end revoke "
        "revoking withdraw withdrawing consent terminate discontinued",
        r"(?:unsubscribe|unsub|unsuscribe|unsubcribe|optout|unsubscribing)",
        r"(?:already|have|i|been|be|get)(?: \w+)? (?:unsubscribed|opted out)",
        r"(?:opt|opting)(?: me| us| this number| my number)? out",
        r"(?:cancel|end|terminate)(?: (?:all|my|these|this|the|your|any|those|of|text|further|annoying))*"
        r" (?:<msg>|subscription|service|membership|account|enrollment|messaging|texting)",
        r"<start>(?:cancel|end|revoke)(?: me| this| it)?<end>",
        r"(?:revoke|revoking|withdraw|withdrawing|remove|removing)(?: \w+){0,3} (?:consent|permission|authorization)",
    ),
    rule(
        "take me off",
        "Asks to be taken off the list. What is taken off must be the person, not a house, a day or a clause.",
        "remove removed removing take taken get delete scratch drop erase scrub strike pull off unlist purge out "
        "deleted removal forget lose want",
        r"(?:take|get|remove|delete|scratch|drop|erase|scrub|strike|pull|removing|keep|leave)(?: \w+){0,2}? "
        r"<me>(?: \w+){0,4}? (?:off|from|out|of)(?: of)?"
        r"(?: (?:your|ur|this|the|that|all|any|these|every|whatever|future|text|call|calling|mailing|contact|"
        r"marketing|email|damn|fucking|stupid|of))*"
        r" <list>",
        r"(?:take|get|remove|delete|scratch|drop|erase|scrub|strike)(?: and delete)? <me>(?: off| out)?(?:<pause>|"
        r"(?= (?:and (?:my|delete|stop|do|all|never)|before|or)))",
        r"(?:take|get) <me> off(?= (?:of )?(?:your|ur|this|these|it|all|any|[.,?]|please|now|asap|i|we|or|and|"
        r"before))|want out<end>",
        r"(?:remove|delete|forget|lose|erase)(?: \w+){0,2} (?:number|my contact|my info|my information|my "
        r"phone)(?! \d| pick| from (?:the|that) (?:public|listing|sign|flyer|mls|contract|ad))",
        r"(?:be|get|been|being|want to be) (?:removed|taken off|deleted|off)(?: from| of)?"
        r"(?: (?:your|ur|this|the|that|all|any|these|text|mailing|contact))* <list>",
        r"<start>(?:want |i want )?(?:off|out of|removed from|taken off|off of|take off|remove from|delete "
        r"from)(?: of)?(?: (?:your|ur|this|the))?(?: \w+)? <list>",
        r"(?:please|,|thanks|me) (?:remove|delete|unlist)(?: me)?(?! it)<end>",
        r"<start>(?:remove|removed|delete|unlist)(?! it)<end>",
        r"(?:be|get|been) (?:removed|taken off|deleted)<pause>",
    ),
    rule(
        "no more",
        "Wants no further messages.",
        "no done enough nomore sick tired many too without",
        r"no (?:more |further |additional )(?:of )?(?:these |this |your |any |ur |the |text |marketing |spam )*<msg>",
        r"no (?:more|further)(?: of)?(?: this| these)?<end>|no more (?:texting|messaging|contacting|calling)",
        r"(?<!got )(?<!have )(?<!received )(?<!see )no (?:texts|texting|text messages)<end>|done with (?:these|"
        r"your|the|all the) <msg>",
        r"<start>no (?:texts|text|messages|calls|spam|soliciting|texting|soliciting|contact)(?: messages)?<end>",
        r"enough(?: (?:with|of|already|the|these|this|your|ur|all))+ <msg>",
        r"<start>(?:that is |it is )?enough(?: is enough)?(?= (?:[.] )+$)",
        r"(?:sick|tired) of (?:\w+ )?(?:these|your|the|getting|receiving|being|you|this)(?: \w+)? (?:<msg>|"
        r"contacted|texted|texting|people)",
        r"too many (?:texts|messages|emails|calls|alerts|notifications|listings)(?! from (?:other|the|my))",
    ),
    rule(
        "do not contact",
        "Forbids writing, calling or sending; not where it names a time, somebody else, or another channel than texts.",
        "not never nor rather prefer longer need",
        r"(?:not|never)(?: ever| you| please| want you to| ever again| to)* <do>(?: back| out)?(?: to)?"
        r" (?:me|us|this|again|any ?more|ever|here|my number|my phone|my cell)",
        r"(?:not|never)(?: ever| you| please)* (?:text|message|contact|call|disturb|bother|email|solicit|reach "
        r"out)<end>",
        r"(?:not|never)(?: ever| you| please)* send(?: (?:me|us|any|to|this number))* "
        r"(?:any ?more|any|anything|more|these|this|texts?|messages?|stuff|shit|crap|your|again|listings|emails?|"
        r"spam|another)",
        r"(?:not|never)(?: ever| you| please)* send(?: me| us)?<end>",
        r"(?:not|longer|never)(?: \w+)? (?:want|wish|wanting|need|like to|care to|wishing|desire|interested "
        r"in)(?: to)?"
        r"(?: (?:get|receive|receiving|getting|any|more|be|see|of|your|these|those|this|the|hear|further|future|"
        r"you|all|to|have|"
        r"having|being|on|our|my|text|marketing))* "
        r"(?:texts|text|messages|texting|messaging|contacted|texted|from you|from u|sms|emails|calls|"
        r"communications?|contact|spam|alerts|"
        r"notifications|solicitations?|bothered|(?<=on )(?:\w+ )?list|called|sending me|listings)",
        r"(?:not|longer)(?: \w+)? (?:want|wish|need|like)(?: to)?(?: receive| get| any more| any| more| of)*(?: "
        r"(?:these|those|this))<end>",
        r"rather (?:you )?not (?:get|receive|be|have|text|message|contact|hear|call)",
        r"prefer (?:you )?(?:not|no)(?: to)?(?: \w+)? (?:texts|contacted|texted|messages|text|contact|messaged|"
        r"receive|get)",
        r"not (?:keep|continue) <doing>",
        r"not need(?: to)? (?:keep )?(?:<doing>|text|contact|these|your texts|any more)",
        r"no (?:need|reason)(?: for you)? to (?:keep |continue |be )*(?:<doing>|text me|contact me)",
        r"not (?:okay|ok|want|like|appreciate)(?: \w+){0,2} <doing>",
        r"no longer (?:contact|text|message|call)",
        r"not interested in (?:receiving|getting|your|any of this|this|these|being|any (?:texts|messages|"
        r"services))(?: \w+)?",
    ),
    rule(
        "leave me alone",
        "Sends us away.",
        "alone leave be away lose lost fuck piss screw buzz bug back forget shut scram life hell eat",
        r"(?:you|u|people)(?: \w+){0,3} not leave",
        r"(?:leave|left) (?:me|us|my family|my wife|my husband|him|her|people)(?: the| \w+)* (?:alone|be)",
        r"let (?:me|us) (?:alone|be)<end>",
        r"lose (?:my|this|our|the) (?:number|digits)|forget (?:my|this) number|forget you have",
        r"<start>(?:go|get|stay) (?:the |far )*(?:away|lost|bent)<end>",
        r"<start>go to hell|go fuck|get a life<end>|fuck (?:off|you|u)|eat shit|piss off|screw (?:off|you)|buzz "
        r"off|bug off|back off<end>"
        r"|shut the fuck up|shut up(?= (?:and|you|[.] (?:[.] )*$))",
        r"<start>(?:f|fu|stfu|gtfo|foff)<end>",
    ),
    rule(
        "they are to be reported",
        "A threat of law or complaint, or the word spam: nobody who writes it agrees to be written to.",
        "sue suing lawyer attorney lawyers attorneys report reported reporting fcc ftc tcpa dnc bbb registry list "
        "harassment harassing "
        "spam spammer spammers scam scammer scammers illegal block blocked blocking complaint legal violation "
        "violating violate court "
        "unsolicited unwanted consent permission privacy police permission again more warning",
        r"(?:will|going to|be|i will|gon) (?:sue|suing)(?: (?:you|your|this|u|y'all))|suing (?:you|your)|(?:sue|"
        r"see) (?:you|u)(?: \w+){0,3} court",
        r"(?:my|our|a|the) (?:lawyer|attorney)s?(?: \w+){0,6} (?:if (?:you|this|these|it|i)|texts|texting|"
        r"harass\w*|hear from)",
        r"(?:again|next (?:text|message|call|one)|one more(?: text| message)?|if \w+ (?:continue|keep|do not))(?: "
        r",| \w+){0,8} (?:my|our|an?) "
        r"(?:lawyer|attorney)|(?:calling|getting|contacting|hiring) (?:my|our|an?) (?:lawyer|attorney)<pause>",
        r"(?:report|reporting|reported) (?:you|u|your|ur|this (?:number|as|to|for)|this<end>|it as|as|to the "
        r"(?:authorities|police|carrier|state))",
        r"(?:getting|being|been|be|have|already|consider) reported|<start>reported<end>",
        r"(?:fcc|ftc|tcpa|dnc|bbb|attorney general|better business bureau)",
        r"do not (?:call|text|contact|disturb) (?:list|registry|registered)",
        r"(?:this is|you are|is|considered|called|it is|consider this)(?: \w+)? harassment|<start>harassment<end>|"
        r"(?:you|u)(?: \w+)? harassing",
        r"<start>(?:this is |you are |it is |more |reported |marked |fucking |a |all |just |nothing but )*(?:spam|"
        r"spammers?|scam|scammers?|spamming)<end>|as spam",
        r"(?:is|are) (?:illegal|against the law)<end>|illegal to|legal action|small claims|invasion of privacy|"
        r"(?:unsolicited|unwanted) <msg>",
        r"(?:block|blocking|blocked) (?:you|this|your|u|ur)|<start>(?:i |you are )?(?:blocked|blocking)<end>",
        r"(?:i will|we will|i am|going to|and|will be)(?: \w+)? (?:file|filing|filed|make)(?: \w+){0,2} complaint|"
        r"<start>filing(?: \w+){0,2} complaint",
        r"(?:you are|violating|violate|in) (?:in )?(?:violation|violating)(?: of)?|violation of (?:federal|the "
        r"law|my|state|tcpa)|violat(?:e|ing) (?:the|my|tcpa|federal|our)",
        r"(?:never|not)(?: \w+)? (?:give|gave|given|grant)(?: you| u| anyone| anybody| any| my)* (?:permission|"
        r"consent|authorization)(?! to (?:show|list|enter|sell|share|open))|"
        r"not(?: ever)? consent|(?:last|final) warning",
        r"(?:calling|call) the (?:police|cops)(?: on you)?",
        r"(?:if|ever)(?: \w+){0,3} (?:text|contact|call|message|bother)(?: \w+){0,2} (?:again|more)(?= \w| ,)",
        r"(?:one|1) more (?:text|message|call) (?:and|from you)",
    ),
    rule(
        "never signed up",
        "Says there never was consent, which is to have none.",
        "never not",
        r"(?:never|not)(?: (?:ever|actually|even|really|knowingly))? (?:(?:sign|signed) up|subscribe|subscribed|"
        r"opt in|opted in|opt into|opted into|enrolled)"
        r"(?:<pause>|(?: to| for)* (?:this|these|your|any|it|texts|text|messages|spam|alerts))",
        r"(?:never|not)(?: ever)? (?:agree|agreed|ask|asked|request|requested)(?: to| for| be| get| receive)* "
        r"(?:this|these|any of this|your texts|texts|"
        r"messages|contacted|texted|spam)",
    ),
    rule(
        "not interested",
        "All the text says: nobody can tell whether it is the house or us that is turned down. With an object it "
        "is an answer.",
        "interested interest",
        r"(?<=\A )\. (?:(?:no|nope|nah|thanks|thank you|sorry|hi|please|i am|we are|really|at this time|anymore|"
        r"any more|not|longer|at all|ok|,|\.|lol|all|very|so much|"
        r"have|lost|ever|still|is|was|never|never was|been|we have|i have|either|in this) )*(?:not|no longer|"
        r"never|lost)(?: \w+){0,2} interest(?:ed)?<end>"
        r"(?: (?:thanks|thank you|any more|anymore|at all|please|sorry|,|now|ok|so much|lol|sir|bye|\.))*(?= \. $|"
        r" $)",
    ),
)
