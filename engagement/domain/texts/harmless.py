"""Words of asking that ask nothing here, in plain English; covered up before any rule of requests looks.

A request is one to be left alone. The same words turn down a house, put off a call, or wish our texts back; each group
says what it lets through.
"""

from engagement.domain.texts.rules import compiled

_ENDING = r"(?:stop\w*|quit\w*|unsubscribed?|cancel|remove|delete|end|lose|opt(?:ed)? out|take (?:me|us) off)"
_WRITE = r"(?:text|call|contact|message|email|bother|write|reach out)"
_CALLERS = (
    r"(?:other|last|previous|old|seller|lender|bank|buyer|agent|realtor|listing|tenant|landlord|neighbors?|company)"
)

HARMLESS = compiled(
    # Keep sending: "don't stop", "can't stop looking", "never unsubscribed"; but not "why won't you stop"
    r"(?<!you will )(?<!you do )(?<!you can )(?<!this does )(?<!if it does )(?<!these do )(?<!they do )(?<!texts "
    r"will )(?<!messages will )(?<!these will )"
    r"(?:not|never|nobody|no one|nothing|without) (?:be able to |ever |want to |mean to |meant to |going to |want "
    rf"you to |please )?(?!(?:stop|quit) ever ){_ENDING}(?: sending| texting| me| us)*",
    r"(?<!you will )(?<!you do )(?<!you can )not leave (?:me|us) alone",
    r"(?<!you )can not (?:text|call|talk|email|message|write|respond|reply|answer)",
    r"no need to (?:stop|quit|unsubscribe|apologize|remove)|not (?:a )?bother(?: at all)?<pause>|worry about bothering",
    # Another's list: Zillow's, the old search, the lender's
    r"(?:unsub|unsubscribed?|unsubscribing|off|opted out)(?: me)?(?: of| from) (?:zillow|redfin|trulia|realtor|"
    r"opendoor|(?:the |my "
    r"|an|that "
    r")?(?:other|"
    r"old)|the \w+ (?:search|app|site|newsletter))",
    # Wishing them back: "I accidentally texted stop", "why did you stop sending", "I stopped getting your texts"
    r"(?:accident\w*|mistake\w*|mistakenly|by mistake)(?: (?:i|we|he|she|it|my|son|kid|daughter|wife|husband|dog|"
    r"must|may|"
    r"have|had|just|hit|said|texted|sent|typed|pressed|wrote|did|replied|put|clicked|pushed|responded|that|and|the|"
    r"word|"
    r"with|to|a|,))* (?:stop|unsubscribed?|opt(?:ed)? out|cancel)(?: .* (?:mistake|accident))?",
    r"(?:stop|unsubscribed?|opted out|cancel\w*)(?: (?!please|me |remove)\w+){0,4} (?:by (?:accident|mistake)|"
    r"accidentally)",
    r"(?:why|when) (?:did|have|has|do|does) (?:you|the|my|these|your|i|we|it|they)(?: (?!not )\w+)? (?:stop|quit|"
    r"stopped)"
    r"(?: \w+)*",
    r"did (?:they|it|you|the \w+) (?:stop|quit)|(?<!do )(?<!can )(?<!could )(?:i|we) (?:have )?(?:stopped|quit|stop) "
    r"(?:getting|"
    r"receiving|seeing|hearing)(?: \w+)*",
    r"(?:did|have|were|why are|why did)(?: you| they| i| we)(?: already| guys)? (?:take|taken|took|remove|removed|"
    r"taking) "
    r"(?:me|us)(?: \w+){0,3}|back on",
    # What we wrote ourselves, said back to us: "you said reply STOP to opt out", "text STOP or START"
    r"(?:reply|replying|replied|text|texting|texted|send|type|say|said) (?:the word )?(?:stop|end|cancel|quit|"
    r"unsubscribe)"
    r" (?:to (?:opt out|unsubscribe|stop|end|cancel|quit)|or(?! (?:i|else))|2)(?: (?:texts|messages))?",
    # Places and movements: a stop is a short visit, and where the bus halts
    r"stop(?:s|ped|ping)? (?:by|in|over|off|at|into|for(?! (?:good|ever|real))|there|here|sign|light|signs|and "
    r"(?:see|look|go|get|"
    r"check|visit|talk|think|eat|grab))",
    r"(?:bus|train|subway|metro|tram|truck|pit|first|second|third|last|next|short|quick|rest|non|one|door|whistle|"
    r"every|make a|the|our|my|(?:\d|two|three|four|all) way) stops?(?! (?:texting|messages|calling))",
    # Whoever else stops, and not our texts: "when I stop", "can we stop?", "can you make that stop?"
    r"(?<!how do )(?<!how can )(?:i|we|he|she|that|cars?|buses|trains?) (?:can |could |should )?(?:stop|quit)<end>",
    r"(?:when|will|does|did|would) (?:will |does |do )?the (?!texts?|messages?|spam|calls?|listings?|alerts?|harass\w*|"
    r"notifications?|emails?)\w+(?: \w+)? (?:ever )?stop",
    r"(?:end|cancel) (?:the|our|this|my) (?:call|meeting|listing|contract|lease|showing)",
    r", how do (?:i|we) stop it|(?:cancel|delete) (?:that|my) (?:last |previous )?(?:text|message|one)",
    r"(?:stop|quit) asking [,.]? ?(?:yes|yep|yeah)",
    r"(?:stop|cancel|no more)(?: (?!texts?|texting|messages?|calls?)\w+){1,5} ,? ?but (?:please )?keep(?: \w+)*",
    # Wonder: "stop it, that's gorgeous", "omg stop so cute"
    r"(?:stop it|stop) ,? ?(?:that is|this is|that|you are|it is|i am|i love|i like|omg|so|is that|look)"
    r"(?! (?:annoying|harass\w*|being|bothering|not|enough|spam\w*|sick|texting|wasting|on the|illegal|it|all|"
    r"please))(?= \w)",
    r"stop [.] (?:that|this|it|so)(?: is)? (?!(?:is|not|enough|spam|harass\w*|illegal|annoying|my|the(?! (?:one|"
    r"house|best))|a)\b)\w+",
    # Some of what we send, while the rest goes on: "stop sending condos, just houses", "the emails for 12 Oak"
    r"(?:stop|quit|not|no) (?:sending|send|showing|show)(?: (?!texts?|messages?|sms|any|more|these|this|"
    r"anything)\w+){1,5}"
    r"(?: [,.])* (?:just|only|we only|i only|i just|focus|send|show|instead|keep)",
    r"(?:stop|cancel|remove)(?: (?!text)\w+){0,2} emails?(?: \w+){0,2} (?:for|about|on) (?:\d+|the (?:condo|one))",
    r"any (?:more )?(?:of )?(?:the )?ones? (?:in|on|with|over|that|near)|any more (?:showings|tours|bedrooms|"
    r"questions)",
    # Things that are ended, removed or cancelled in a house or a contract
    r"opt(?:ing|ed)? out (?:clause|period|form|option|fee|date)|opt(?:ing|ed)? out of (?:(?:the|our|my|a|an|this|"
    r"that) )?(?!the |our |my |list|text|message|email|this|these|your|communic|campaign|sms)\w+",
    r"unsubscribe my (?:husband|wife|partner|mom|dad|son|daughter)(?= \?)",
    r"(?:remove|delete|erase)(?: \w+){0,2} (?:number|contact|info|phone|name) (?:from|on|off) (?:the|that|my|our|mls|"
    r"this) "
    r"(?:public|listing|sign|flyer|mls|contract|ad|offer|deed|title|lease|mortgage|loan|application|account|agreement|"
    r"website|page|photo)",
    r"no more(?: \w+)? (?:showings|tours|questions|offers(?! texts)|condos|houses|bedrooms|hoa)",
    # Not to us, or not now: "don't call me before 9", "I don't text and drive", "don't call, text me", "just me"
    rf"(?:i|we|they|he|she) (?:do not (?:text|call|email|write)|(?:would |will |have |had |could )never (?:{_WRITE}|"
    rf"ring))",
    r"(?<!if you )(?<!that you )(?<!wish you )(?<!rather you )(?<!prefer you )(?:did|have|has|had|was) not (?:you |"
    r"he |she |they |even )?"
    rf"{_WRITE}(?:e?d)?(?: me| us| back)*",
    rf"(?<!you )(?<!they )(?<!these )(?:will|does|would) not (?:even )?{_WRITE}(?: me| us| back)*",
    r"(?:not|never) (?:text|call|contact|message|email|bother) (?:me |us )?(?:back )?(?:before|after|until|till|"
    r"today|tonight|"
    r"tomorrow|right now|yet|while|during|between|(?:at|in|on)(?! (?:this|my|all|the future|any|future))|this "
    r"(?:week|weekend|morning|"
    r"afternoon|evening|month|"
    r"\w+day)|if|unless|late|early|so early|so late|for the next|next|i am (?:in|at|driving))(?! .* (?:again|any "
    r"?more|ever))",
    r"(?:text|call|message) (?:me|us) again (?:after|before|at|on|in(?! the future)|around|when|tomorrow|later|next|"
    r"if)",
    r"not (?:call|phone|ring)(?: me| us)? ,? ?(?:just |only |please )*(?:text|message|email)(?: me| us)?",
    r"not (?:text|message|call|contact|email) (?:my|the|him|her|them|your|our|any|his|their|mom|dad)(?! number| "
    r"phone| cell| line| personal| family)",
    r"(?:stop|quit) (?:calling|emailing|phoning|ringing)(?: me| us)? ,? ?(?:and |just |only |please |instead )*"
    r"(?:text|message)(?: me| us)?(?! messages?)",
    r"not send(?: \w+){1,3} to (?:the(?! (?:number|phone))|her|him|them|my (?:wife|husband|old|work|lender|agent|"
    r"lawyer|attorney))",
    r"not (?:call|phone|ring)(?: me| us)?(?: \S+){0,8} (?<!or )(?<!and )(?<!nor )(?<!not )(?:text|texting|texts|email)"
    r" (?:works|is (?!not)|instead|only)",
    r"(?<!not )(?<!or )(?<!never )(?:text|email|message)(?: me| us)?(?: (?:and|but|,|please|do))* not (?:call|phone|"
    r"ring)(?: me| us)?",
    r"(?:was|is|were|phone|mode|am|still)(?: \w+)? on do not disturb|do not disturb (?:sign|mode|hours|on the door)",
    r"(?:phone|carrier|filter|computer|iphone|android|system|app) (?:\w+ )?blocked (?:you|your)",
    r"too many (?:emails|calls)(?: (?!stop)\w+){0,3}(?: ,)? (?:so |just |please |better to |can you )*text(?: me| is)?",
    r"not (?:text|message|email) (?:me|us) (?:the|a) (?!thing|word|damn|single)\w+",
    r"not (?:bother|call|text|write|reach|contact|spam|hit) (?:with(?! (?:these|the texts|texts))|to(?! (?:me|this|"
    r"us|text|"
    r"call|contact|message|write|reach|reply))|the|about)",
    r"(?:monitored|attended|unattended|automated(?: message)?)(?: \S+){0,6} not (?:reply|respond)",
    r"not (?:think|worry|mean|want|need to)(?: \w+){0,2} (?:a bother|ignoring|to bother you|bother you)",
    # Somebody else's wrong number: "I gave you the wrong number", "the wrong number on the sign"
    r"(?:i|we|he|she|they|accidentally)(?: (?!you)\w+){0,2} (?:gave|sent|send|dialed|called|texted|typed|put|wrote|"
    r"entered|listed|messaged|had)"
    r"(?: \w+){0,4} wrong (?:number|person|phone|one|contact)",
    r"did (?:i|we) (?:\w+ )?(?:call|text|dial|have|get|reach|use)(?: \w+)? wrong (?:number|person|phone)",
    r"wrong (?:person|chat|number|contact|text|one) [,.]? ?(?:sorry )?(?:that|this|it)(?: one)? (?:was|is|text was) "
    r"(?:meant )?for (?:my|our|the)",
    r"told (?:her|him|them|that \w+|the \w+)(?: \w+){0,3} wrong (?:number|person)",
    r"(?:you|sign|flyer|listing|ad) (?:\w+ )?(?:gave|put|listed|printed|wrote|typed|has)(?: \w+){0,4} wrong "
    r"(?:number|person|phone|contact)",
    r"wrong (?:number|phone|name|one|contact|cell)(?: \w+)? (?:on|in|for|of) (?:the|your|my|our|that|this) "
    r"(?!house)\w+",
    r"wrong (?:person|number|one|guy|contact|lady|name) ,? ?but(?: \w+){0,3} (?:interested|interest|looking|buy|"
    r"buyer)",
    r"wrong \w+ to ask|wrong (?:number|amount) of|wrong (?:guy|person|man|woman|lady|contact) (?:got|won|signed|on)",
    # Complaints about others: the dog, the seller, the post box
    r"(?:went|goes|going|go|landed|ended up|in|into|to) (?:to |my |the |in |your )*spam|spam (?:folder|box|filter|"
    r"calls)",
    r"(?<!you )(?:is|are|keeps|been) (?:harassing|bothering|annoying|calling|texting) (?:us|me|our|my)(?! (?:from|"
    r"you))",
    r"(?:code|hoa|zoning|permit|building|lease|parking|noise) violations?|is harassment (?:by|from|of|in)",
    r"(?:tell|ask|told|asked|get|make|telling) (?:the(?! (?:texts|messages))|my|her|his|their|him|our|another|some) "
    r"(?:\w+ ){0,2}(?:to )?(?:stop|quit|leave|remove|never|not|take)(?: \w+){0,5}",
    rf"(?:to|told|from) (?:the|my|another|that) {_CALLERS}(?: \w+)? to (?:stop|leave|take)(?: \w+){{0,4}}",
    rf"{_CALLERS}(?: \w+){{0,4}} (?:will|would|does|do) not (?:leave|stop)(?: \w+){{0,3}}",
    r"told (?:them|him|her)(?: to)? (?:take|stop|leave|not|never)(?: \w+){0,5}|told (?:me|him|us) (?:to )?(?:stop|"
    r"never)"
    r"(?: \w+){0,4}",
)
