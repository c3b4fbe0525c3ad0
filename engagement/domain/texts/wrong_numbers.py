"""Texts of people who are not the one we mean: a number that was mistyped, or has another owner now.

Consent belongs to the person who gave it, so a number that has a new owner has none (the FCC's order on reassigned
numbers, 2018); whoever says "wrong number" asks to be left alone.
"""

from engagement.domain.texts.rules import Rule, rule

# What "I am not ..." is said of besides a name: "I'm not sure", "it's not ready". Words in -ing, -ed, -ly are no names.
_NO_NAME = (
    "a|an|the|my|your|our|his|in|on|at|of|to|for|by|as|sure|ready|home|available|there|here|able|free|happy|it|"
    "that|this|what|"
    "so|too|very|too|good|bad|right|fair|true|new|old|big|small|enough|yet|now|really|still|even|only|much|many|"
    "more|easy|"
    "possible|cheap|worth|far|near|close|open|urgent|ideal|great|nice|safe|clear|local|done|back|off|up|down|out|"
    "in|real|"
    "today|tomorrow|sunday|monday|tuesday|wednesday|thursday|friday|saturday|january|february|march|april|june|"
    "july|august|"
    "september|october|november|december|us|me|you|mine|yours|him|her|them|working|well|gonna|going|legal|on|over|"
    "under|"
    "one|two|certain|like|bank|cash|mad|worried|crazy|rich|picky|shared|included|big|joking|kidding|spanish|"
    "english|american|"
    "correct|ok|okay|any|all|important|necessary|fun|funny|cool|full|late|early|high|low|hard|quite|always|just|"
    "buyer|seller|agent|"
    "realtor|feasible|visible|negotiable|online|sold|pet|spam|because|if|when|where|until|since|about|from|with|"
    "without|"
    "better|best|worse|fine|both|either|same|different|no|yes|who|why|how|allowed|urgent|anymore|interested|mobile|"
    "catholic|jewish|muslim|american|mexican|canadian|indian|chinese|victorian|colonial|modern|furnished|vegan|"
    "drunk|rush|fan|"
    # What is not here, or what somebody is not, that is no name
    "keys?|lockbox|sign|power|water|gas|signal|service|reception|wifi|internet|elevator|pool|garage|basement|hoa|place|"
    "space|room|street|sidewalk|lights?|heat|ac|furniture|answer|schools?|bus|store|traffic|trees|yard|access|way|need|"
    "problem|hurry|owners?|renter|tenant|investor|for|about|everyone|everybody|someone|else|"
    "married|single|retired|broke|made|moving|serious|stupid|blind|dead|pregnant|tall|strong|qualified|comfortable|"
    "complaints?|issues?|worries|kids|pets?|changes|luck|news|offers?|"
    "familiar|alone|lost|asleep|awake|attached|perfect|normal|cute|love|responsible|surprise"
)
_NAME = rf"(?!(?:{_NO_NAME}|\w+ing|\w+ed|\w+ly|\d+\w*|\w+able|\w+ible)(?= ))[^\W\d_]+(?: [^\W\d_]+)?"

WRONG_NUMBERS: tuple[Rule, ...] = (
    rule(
        "wrong number",
        "Not the person we mean, or no longer: they never agreed to anything.",
        "wrong nobody no else confused mistaken new had number reassigned belongs deceased passed died "
        "here changed who heard such his owner incorrect bad invalid confused "
        "person different ",
        r"no such person",
        r"wrong (?:<who>|dave|house owner|jane|family|name<end>)",
        r"(?:incorrect|bad|mistaken|invalid) (?:phone )?number<end>|have (?:an? |the )?(?:incorrect|bad) (?:phone "
        r")?number",
        r"you (?:must|might|may) be (?:mistaken|confused|looking for)|you are (?:mistaken|texting the|confused)<pause>",
        rf"(?:there is|there are|is) no {_NAME} (?:here(?! [?])|at this|living|with this|on this)|<start>no {_NAME} "
        rf"(?:here(?! [?])|at this number)",
        r"(?:no one|nobody|no body|no person)(?: here)?(?: (?:by|with|of|named|called|name))+(?: \w+){0,4}",
        r"(?:meant|intended|looking|sent|supposed|reached|texting) (?:\w+ )?(?:for |to |with |of |go to )?"
        r"(?:someone|somebody|some one) else(?= [.?,])|"
        r"is (?:someone|somebody) else(?: is)?(?: (?:number|phone))<end>|confus(?:ed|ing)(?: \w+){0,2} (?:with|for)|"
        r"mistaken (?:me|"
        r"identity)|"
        r"(?:different|another|new) (?:person|owner)(?: \w+){0,3} (?:number|phone)",
        r"(?:just|recently|only|i) got this (?:number|phone)|just got the number|had this (?:number|phone) (?:for|"
        r"before|"
        r"since|\d+|over|about|almost|now)(?: \w+){0,3}",
        r"(?:have|has|got|texting|reached|is|to) (?:someone|somebody) else (?:is )?(?:number|phone|cell)",
        r"new (?:owner|person|user|number owner)(?: \w+)? (?:of|with|on|at) this (?:number|phone)|inherited this "
        r"number",
        r"(?:number|phone)(?: \w+){0,2} (?:reassigned|recycled|belongs to|changed hands|transferred)",
        r"<start>(?:mr |mrs |ms )?(?!mom|dad|mother|father|my|our|husband|wife|he|she|and|who|they)[^\W\d_]+(?: has)? "
        r"(?:passed away|is "
        r"deceased|died)(?: \w+){0,4}<end>",
        r"(?:his|her|their|changed|got a new|has a new)(?: \w+)? number (?:any ?more|changed)|changed (?:his|her|"
        r"their) (?:number|phone)",
        r"(?:he|she|person|this person)(?: has| is)? (?:passed away|died|deceased|passed on|dead)",
    ),
    rule(
        "not the person",
        "Says who they are not, or whose the number is no longer.",
        "not never longer",
        r"not anyone(?: here)?(?: (?:by|with|of|named|called|name))+(?: \w+){0,4}",
        r"not (?:hers|his|theirs)<end>|not (?:the )?owner of (?:that|this|the) (?:house|property|home)",
        r"(?:this|my|that) (?:number|phone|cell)(?: \w+){0,2} (?:not|no longer)(?: belongs?| the| his| her| my)(?! "
        r"(?:best|main|work))",
        r"not (?:had|used|owned) this (?:number|phone|cell)",
        r"not (?:the )?(?:number|phone|cell) (?:of|for)(?! sale)",
        rf"<start>not {_NAME}<end>|<start>(?:(?:this|it|i|that) )?(?:is|am) not (?:is )?{_NAME}(?: is)?(?: (?:number|"
        rf"phone|cell|anymore|any more|sorry|man|bro|dude|here))*"
        r"(?= (?:[.?]|, (?!it is|but |so )))",
        r"(?:this|it) is not (?:her|him)<end>|do not know you<pause>",
        rf"(?:this|it|i|that) (?:is|am) not {_NAME}(?: is)?(?: (?:number|phone|cell|anymore|any more|sorry|here))*(?= "
        rf"(?:[.?]|, (?!it is|but |so )|and|you|wrong|who|stop|please))",
        rf"(?:and|but) (?:i|this|it) (?:am|is) not {_NAME}(?= [.?,])",
        rf"my name is not {_NAME}",
        rf"(?:phone|number|line|cell) ,? ?(?:and |but )?not {_NAME}(?: is)?<end>",
        r"(?:never heard of|not know(?: of)?) (?:who (?:this|that|you|\w+) (?:is|are)(?= (?:[.,?]|and|or|but|please|"
        r"stop|"
        r"you))|"
        r"(?:anyone|anybody) (?:named|called|by|with)(?: \w+){1,2}|(?:this|that|the) (?:person|man|woman|guy|lady)|"
        r"(?:a |any )(?!lender|agent|realtor|inspector|thing|lot|way|good|contractor|painter|plumber|attorney|lawyer|"
        r"of|"
        r"better|"
        r"more|price|\w+s )[^\W\d_]+(?: [^\W\d_]+)?<end>|you<pause>)",
        r"not (?:the|that|this|your) (?:person|guy|one|lady|man|woman|individual|owner)(?: (?:you|your|that you|of "
        r"this "
        r"number|who you|"
        r"for this))|not who you",
        r"(?:no longer|not)(?: (?:belongs?|own|owns|has|have|use|uses|at|on|live|lives|here|work|works|a|the|his|her|"
        r"their|this|is|\w+ is))*"
        r" (?:this|his|her|their|here|\w+ is)? ?(?:number|phone|cell)(?: (?:any ?more|any longer|now))?(?= [.?,]|$)",
        r"no longer (?:belongs?|owns?|uses?|has|have|at|with|reachable)(?: (?:to|at|by|through|on|with))*(?: (?:this|"
        r"that|his|her))?(?: \w+)? (?:number|phone|cell)",
        r"number no longer (?:belongs|is|works)(?: \w+){0,3}",
        r"not the (?:right|correct) (?:person|number|guy|contact|lady|owner)|<start>(?:(?:that|this|it) is )?not "
        r"me(?! lol)<end>",
        r"never heard of (?!it|that|this|the|your|such|a )[^\W\d_]+(?: [^\W\d_]+)?<end>|never heard of (?:that|this) "
        r"person",
        r"no longer (?:\w+ ){1,2}(?:is )?(?:number|phone|cell)",
        r"(?:he|she|they|\w+) (?:does|do) not (?:live|stay|work) (?:here|at this|with)(?: any ?more)?",
        r"(?:person|people|party|one|man|woman)(?: \w+){0,6} (?:does not|no longer|has not)(?: \w+)? (?:have|has|use|"
        r"own)(?: \w+)? number",
    ),
)
