"""Requests to be left alone, in Spanish, with or without accents (they are gone when the rules look)."""

from engagement.domain.texts.rules import Rule, compiled, rule

_WRITE = (
    r"(?:escrib|mand|envi|llam|contact|molest|texte|mensaje|busqu|marqu|fastidi|acos|hostig|jod|chin[gu]|"
    r"insist|notifi)"
)
_WHAT = (
    r"(?:mensajes?|mensajitos|textos?|sms|llamadas?|correos?|spam|publicidad|anuncios|nada|mas|"
    r"avisos|cosas|propaganda|informacion|ofertas|promociones)"
)

HARMLESS_SPANISH = compiled(
    # "no puedo dejar de pensar", "no dejen de mandarme", "no paren"
    r"(?:no|nunca|sin)(?: \w+){0,2} (?:dej|par)(?:ar|en|e|a|es|o)(?: de \w+)?",
    # a time, not for good: "no me llame hoy"
    r"no (?:me|nos) \w+ (?:hoy|ahora|antes|despues|hasta|a esta hora|a esa hora|el|los|por la|en la|tan|todavia|"
    r"aun|esta|manana)",
    r"no mas (?:de|que)(?! sus)",
    r"no (?:me|nos) llam\w+ ,? ?(?:mejor |solo |por favor )*(?:escrib|mand|text|envi)\w+",
    r"me (?:he )?equivoqu?\w*|me equivoque",
)

SPANISH: tuple[Rule, ...] = (
    rule(
        "basta",
        "A Spanish word for stop, alone or with courtesies: people take it for the stop word; providers do not.",
        "alto pare paren parar para parale basta baja cancelar cancela cancele cancelen detener detente terminar "
        "fin salir deten detenganse cancelacion eliminar "
        "borrar desuscribir desuscribirme desuscribanme desuscribete detenga detengan",
        r"<start>(?:alto|pare|paren|parar|para|parale|basta|baja|cancelar|cancela|cancele|cancelen|detener|"
        r"detente|deten|detenga|detenganse|terminar|fin|salir|"
        r"eliminar|borrar|cancelacion)<end>",
        rf"(?:alto|basta|paren|parar|pare|cancelar|cancelen|cancele|cancela|detengan|detener)(?: (?:ya|de|con|a|"
        rf"los|las|sus|estos|tus|mis|la|mi|tantos))* (?:{_WHAT}|suscripcion)",
        r"<start>basta(?= [,.?])",
        r"desus\w+",
    ),
    rule(
        "darse de baja",
        "Asks to leave the list.",
        "baja bajas lista listas numero datos base sistema quitenme quiteme quitame saqueme saquenme sacame "
        "borrenme borreme borrame "
        "eliminenme elimineme eliminame remover remuevanme remuevame nombre",
        r"(?:dar|darme|darnos|dame|deme|denme|dandome|den|doy|quiero)(?: me)? (?:de |la )?baja(?! del? (?:trabajo|"
        r"empleo|seguro|la escuela))|de baja<end>",
        r"remover (?:me )?(?:de|mi|este)(?: (?:la|su|tu|esta))? (?:lista|numero|nombre)",
        r"(?:quit|saqu|sac|borr|elimin|remuev|retir)(?:en|e|a|ar|an|es|ame|eme|enme|enos|arme)(?:me|nos)?(?: "
        r"(?:de|del|por|favor|a|esta|la|su|sus|tu|tus|mi|mis|este|el|todas|todos|las|los))*"
        r" (?:lista|listas|numero|datos|nombre|sistema|base|contactos|telefono|contacto)(?! de la casa)",
        r"(?:quit|saqu|sac|borr|elimin|remuev|retir)(?:en|e|a|an)(?:me|nos)",
    ),
    rule(
        "no me escriban",
        "Forbids writing, calling or sending; not where it names a time or a house.",
        "no nunca ya dejen deje deja dejar paren pare parar para dejenme dejeme dejame dejarme paz",
        rf"(?:no|nunca|ni)(?: vuelvan?| vuelva| vuelvas)?(?: a)?(?: me| nos)? {_WRITE}(?:an|a|en|e|es|as|ar|ir|"
        rf"ueis|een|ee)(?:me|nos)?(?: mas| nunca)*(?= (?:[.?,]|por|mas|a este|ni|gracias|{_WHAT}|tantos|este|sus|"
        rf"porque|estos|esto))",
        rf"(?:no|nunca)(?: me| nos)? vuelv(?:an?|as) a {_WRITE}\w+",
        rf"(?:dej|par)(?:en|e|a|ar|es|enme|eme|ame)(?: ya)? de {_WRITE}\w*",
        r"(?:dejenme|dejeme|dejame|dejennos|me dejen|me dejan|me deje|me dejas)(?: \w+)? (?:paz|tranquil\w|solo|"
        r"sola)|en paz<end>",
        rf"(?:no|ya)(?: ya)? (?:quiero|deseo|queremos|quisiera|necesito|me gusta)(?: (?:recibir|mas|sus|tus|estos|"
        rf"estas|ningun|ninguna|que|me|este|tipo|de|los|las|seguir|recibiendo|tener|ser|otro|otros|mi))*"
        rf" (?:{_WHAT}|contactad[oa]|molestad[oa]|{_WRITE}\w+|contacto|recibirlos|numero)(?! casas| deudas)(?= "
        rf"(?:[.?,]|por|gracias|de|a|en|mas|suy|tuy|como|al))",
        rf"<start>(?:no|ni un) (?:quiero )?mas(?: {_WHAT})?(?= (?:[.?,]|por|de su|suyos|gracias|a este))",
    ),
    rule(
        "numero equivocado",
        "Not the person we mean, or no longer: they never agreed to anything.",
        "equivocado equivocada equivocados equivoco equivocaste equivocaron equivocan equivocas incorrecto "
        "incorrecta confundido confundida confunde soy vive trabaja aqui numero telefono celular conozco erroneo "
        "errado "
        "conocemos",
        r"(?:numero|persona|telefono|tel|contacto|esta|estan|estas|celular)(?: \w+)? (?:equivocad[oa]s?|"
        r"incorrect[oa]|errone[oa]|errado)|<start>equivocad[oa]<end>",
        r"se(?: \w+)? (?:equivoc[oa]|equivocaron|equivocan)(?! con| en)|te equivocaste|te equivocas de",
        r"(?:esta|estan|estas|me) confund\w+",
        r"no es (?:el|la|este) (?:numero|telefono|persona)",
        r"no soy (?!casad|solter|mexican|american|jubilad|veteran|de |la casa|el dueno|dueno|un |una |muy |"
        r"ciudadan|residente|agente|comprador|vendedor|rico|yo)(?:la |el |esa |ese |a )?[^\W\d_]+(?= (?:[.?,]|y|"
        r"que|ni|este|por))",
        r"aqui no (?:vive|hay|esta|trabaja|existe)(?: \w+){0,3}(?= (?:[.?,]|aqui|numero))|(?:ya no|no) (?:vive|"
        r"trabaja|hay nadie)"
        r"(?: \w+){0,3} aqui|ya no (?:es|tiene|usa)(?: \w+){0,2} (?:numero|telefono|celular)",
        r"no conoz?c\w+ a(?! ese| esa (?:calle|zona)| nadie| la zona)(?: \w+){1,2}|nadie (?:con ese|de ese|"
        r"llamad[oa])",
        r"(?:este|ese)(?: ya)? no es(?: \w+){0,2} (?:numero|telefono|celular)|numero (?:ya )?no (?:es|pertenece)|"
        r"cambio de numero",
    ),
    rule(
        "los voy a reportar",
        "Anger, or a threat of law or complaint.",
        "demandar demanda denunciar denuncia reportar reportare demandare denunciare acoso acosando abogado "
        "abogados vayanse vete largo largate chinga chinguen verga "
        "jodan joder mierda bloquear bloqueado bloqueo bloqueando bloqueare policia spam ilegal permiso autorice "
        "autorizado consentimiento autorizacion hartos harta harto pedi",
        r"(?:voy a|vamos a|a|los|les)(?: \w+){0,2} (?:demandar|denunciar|reportar|bloquear)(?:los|te|lo|la|les)?|"
        r"(?:demand|denunci|report)are?\b",
        r"(?:es|esto es|puro|mucho)(?: un)? acoso|acosando|acosen",
        r"(?:mi|con|un) abogado(?: \w+){0,6} (?:si|mensajes?|ustedes|siguen)|(?:siguen|sigue|otro|proximo)(?: "
        r"\w+){0,7} abogado",
        r"vayanse|<start>vete|largate|largo de|a la (?:verga|chingada|mierda)|(?:me|nos|no) (?:chinguen|jodan|"
        r"chingues|jodas)|chinga\w* (?:a )?tu",
        r"bloquea(?:do|ndo|r|re)(?: \w+)?|(?:los|te|lo) bloqueo",
        r"(?:no|nunca)(?: \w+){0,2} (?:autorice|autorizado|di permiso|permiso|consentimiento|autorizacion|pedi)",
        r"(?:llamar|llamo|llamare|llamando) a la policia",
        r"es ilegal<end>|<start>spam<end>",
        r"hart[oa]s? de(?: \w+){0,3} (?:mensajes|textos|que me|ustedes|llamadas)",
    ),
    rule(
        "no me interesa",
        "All the text says: nobody can tell whether it is the house or us that is turned down. With an object it "
        "is an answer.",
        "interesa interesado interesada interesados",
        r"(?<=\A )\. (?:(?:no|gracias|hola|ya|disculpe|lo siento|,|\.|a|mi|pero) )*(?:no|ya no)(?: me| nos)?(?: "
        r"estoy| estamos)? (?:interesad[oa]s?|interesa)"
        r"(?: (?:gracias|por favor|ya|nada|mas|,|muchas|\.))*(?= $)",
    ),
)
