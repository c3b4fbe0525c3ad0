"""Requests to be left alone, in Spanish, with or without accents (they are gone when the rules look).

Verbs stand as stems, for people write to us as usted, tú, vos, ustedes and vosotros, and put "me" before or behind.
"""

from engagement.domain.texts.rules import Rule, compiled, rule

_WRITE = (
    r"(?:escrib|mand|envi|llam|contact|molest|texte|mensaje|busqu|marqu|fastidi|acos|hostig|jod|chin[gu]|"
    r"insist|notifi|comuni|reclut)"
)
_WHAT = (
    r"(?:mensajes?|mensajitos?|textos?|sms|llamadas?|correos?|spam|publicidad|anuncios|nada|mas|"
    r"avisos|cosas|propaganda|info|informacion|ofertas|promociones|comunicacion(?:es)?|notificaciones|opciones|"
    r"listados|"
    r"texts?|messages?|alerts?|updates|emails?|whatsapps?)"
)
_TAKE_OFF = r"(?:quit|saqu|sac|sak|borr|elimin|remuev|remov|retir|suprim|dese?ch)"
_OFF_WHAT = (
    r"(?:lista|listas|list|numero|datos|nombre|sistema|base|contactos|telefono|contacto|celular|cel|grupo|registro)"
)
_HOMES = (
    r"(?:casas?|condos?|deptos?|departamentos?|apartamentos?|pisos?|propiedades?|las|los|la|el|esa|ese|esas|"
    r"otra|otras|fotos)"
)
_SECOND = r"(?:voy a|vamos a|ire a|los|les|lo|te|os|la|le)"

HARMLESS_SPANISH = compiled(
    # "no puedo dejar de pensar", "no dejen de mandarme", "no paren", "no me quite de la lista"
    r"(?:no|nunca|sin)(?: (?!quiero|deseo|me deja)\w+){0,2} (?:dej|par)(?:ar|en|e|a|es|o|eis)(?: de \w+)?",
    rf"no (?:me |nos )?{_TAKE_OFF}\w* (?:de|a)?(?: (?:la|su|tu))? ?\w*",
    # a time, not for good: "no me llame hoy"
    r"no (?:me|nos) \w+ (?:hoy|ahora|antes|despues|hasta|a esta hora|a esa hora|el|los|por la|en la|tan|todavia|"
    r"aun|esta|manana|ahorita|si|cuando|mientras)",
    r"no (?:quiero |queremos |necesito |busco )?mas (?:de|que)(?! (?:sus|mensajes|textos|llamadas))",
    r"no (?:me|nos) llam\w+ ,? ?(?:mejor |solo |por favor |please )*(?:escrib|mand|text|envi|mensaj)\w+",
    r"(?<!ya )no (?:me|nos) mand\w+(?: mas)? (?:casas|condos|deptos?|departamentos|apartamentos|las|los|pisos)(?! "
    r"mensajes)",
    r"no (?:es|hay|sea|seria|fue) (?:ninguna )?molestia|no (?:me|le) molest\w+ (?:la|el|que|si|para nada)",
    # some and not others; not by telephone
    r"no necesito mas<end>",
    r"no (?:quiero|me mand\w+|me envi\w+)(?: \w+){1,5} ,? ?pero si|no hace falta que (?:me|nos) llam\w+",
    r"no (?:me|nos) llam\w+ (?:al?|a la|en|en el|en la) (?:trabajo|oficina|casa|chamba)|molestar(?:lo|la|los|las|le|"
    r"les|te)",
    r"no (?:me|nos) \w+ nada (?:arriba|sobre|con|en|mayor|que|de mas|mas de)",
    r"(?:la|el) (?!numero|telefono)\w+ (?:esta|es) (?:mal|equivocad\w)",
    r"no (?:me|nos) \w+ (?:al?|por|en) (?:el |la |mi )?(?:correo|email|trabajo|facebook|face|messenger)",
    r"(?:me|nos|le|les) (?:dio|dieron|di|dimos|diste|pasaron|paso|mando)(?: \w+)? numero equivocado|(?:marque|llame "
    r"a|tenia) (?:un|el|al) numero equivocado",
    r"con no molestar|no molestar (?:al conducir|activad\w|mientras)",
    # somebody else's mistake, and a thing that is wrong
    r"(?<!disculpe )me (?:he )?equivoqu?\w*|me equivoque|(?:el|la|los|mi|su) (?!que)\w+ se equivoc\w+",
    r"(?:numero (?:de|del) (?:(?:la|el|su|tu|mi) )?(?!telefono|cel)\w+|direccion|precio|nombre|apellido|codigo|"
    r"enlace|link|"
    r"mapa|contrato|fecha|dia|hora|calle|foto|pagina)(?: \w+){0,3} (?:esta|estan|es|son|estaba) (?:mal|equivocad\w|"
    r"incorrect\w|errone\w)",
    r"(?:direccion|casa|foto|llave|fecha|hora|calle|puerta|pagina) (?:equivocad|incorrect|errone)\w+",
    r"(?:saque|saqueme|saca|sacame)(?:me)? (?:una|la|las|el|los|unas|fotos|cita)(?! lista)",
    r"basta (?:con|que)(?! (?:los|tantos|sus|mensajes|textos|esto))|basta de (?!mensajes|textos|llamadas|molestar|"
    r"spam|esto)\w+",
)

SPANISH: tuple[Rule, ...] = (
    rule(
        "basta",
        "A Spanish word for stop, alone or with courtesies: people take it for the stop word; providers do not.",
        "alto pare paren parar para parale parele parenle basta baja cancelar cancela cancele cancelen cancel "
        "detener detente "
        "terminar fin salir deten detenganse cancelacion eliminar stop "
        "borrar dejar seguir recibir desactivar desactiven avisos mensajes textos notificaciones quitar esta estan "
        "siguen sigue desuscribir "
        "desuscribirme desuscribanme desuscribete desuscribame detenga detengan",
        r"<start>(?:la baja|dejar de recibir|alto|pare|paren|parar|para|parale|parele|parenle|basta|baja|cancelar|"
        r"cancela|cancele|cancelen|detener|"
        r"detente|deten|detenga|detenganse|terminar|fin|salir|"
        r"eliminar|borrar|cancelacion)(?: (?:alto|parar|pare|basta|baja|ya))*<end>",
        rf"(?:alto|basta|paren|parar|pare|parele|parenle|parale|cancel|cancelar|cancelen|cancele|cancela|detengan|"
        rf"detener|stop)"
        rf"(?: (?:ya|de|con|a|"
        rf"los|las|sus|estos|tus|mis|la|mi|el|envio|tantos|tanto))* (?:{_WHAT}|suscripcion|{_WRITE}\w+)",
        r"(?:dejar de|seguir|no|no quiero|no deseo) (?:recibir|recibiendo)(?: mas)?(?:<end>|(?= (?:mensajes|textos|"
        r"esto|sus|nada)))|"
        r"(?:desactiv|quit|par)(?:ar|en|e|a) (?:los |las |sus |estos )*(?:avisos|mensajes|textos|notificaciones)|"
        r"baja de (?:los )?mensajes",
        r"(?:que|ya|y|favor|,) (?:paren|pare|parenle|parele)(?: ya)?<end>|(?:me|nos) (?:esta|estan|siguen|sigue) "
        r"(?:molest|acos|hostig)\w+",
        r"<start>basta(?= [,.?])|ya basta<end>|ya estuvo (?:bueno|suave)",
        r"desus\w+",
    ),
    rule(
        "darse de baja",
        "Asks to leave the list.",
        "baja bajas lista listas list numero datos base sistema quitenme quiteme quitame saqueme saquenme sacame "
        "sacadme "
        "borrenme borreme borrame quitadme borradme dadme "
        "eliminenme elimineme eliminame remover remuevanme remuevame nombre ahi supresion mensajes suscripcion",
        r"(?:dar|darme|darnos|dame|deme|denme|dadme|dandome|den|doy|quiero|solicito|pido)(?: me)? (?:de |la |mi "
        r")?baja(?! del? "
        r"(?:trabajo|empleo|seguro|la escuela|precio|una|un|el|gimnasio|luz|agua|zillow))|de baja<end>|(?:supresion|"
        r"eliminacion|cancelacion) de (?:mis|mi)",
        r"remover (?:me )?(?:de|mi|este)(?: (?:la|su|tu|esta))? (?:lista|numero|nombre)",
        rf"{_TAKE_OFF}\w*(?: (?:de|del|por|favor|a|esta|la|su|sus|tu|tus|mi|mis|este|el|todas|todos|las|los|ya|me|"
        rf"porfa))*"
        rf" {_OFF_WHAT}(?! (?:de (?:la (?:casa|cita)|su espos\w+|espera)|viejo|anterior|antiguo))",
        rf"{_TAKE_OFF}(?:en|e|a|an|ad)(?:me|nos)(?! (?:de la lista de|una|un|la (?!lista)|el (?!numero)|las|los|"
        rf"fotos|el))",
        r"como (?:me |le |hago |puedo |se )+(?:para )?(?:salgo|salir|salirme|cancelo|cancelar|no recibir|quito|dejar "
        r"de recibir|"
        r"doy)(?: \w+){0,3} (?:lista|esto|mensajes|textos|baja|suscripcion)",
        r"(?:deseo|quiero|necesito|quisiera) cancelar (?:la|mi|esta|los) (?:suscripcion|mensajes)",
    ),
    rule(
        "no me escriban",
        "Forbids writing, calling or sending; not where it names a time or a house.",
        "no nunca ya dejen deje deja dejar dejad dejeis dejes paren pare parar para dejenme dejeme dejame dejarme "
        "dejadme paz "
        "numero telefono ni",
        rf"(?:no|nunca|ni)(?: vuelvan?| vuelva| vuelvas)?(?: a)?(?: me| nos)?(?: (?:siga[ns]?|sigais|este[ns]?|"
        rf"anden?))? {_WRITE}"
        rf"(?:an|a|en|e|es|as|ar|ir|"
        rf"ueis|een|ee|ees|eis|ais|ando|iendo|eando|uen|ue|ues)(?:me|nos)?(?: (?:mas|nunca|ni|{_WRITE}\w+|me|"
        rf"nos))*(?! mas a (?!este|mi))(?= (?:[.?,]|por|"
        rf"mas(?! a )|a este|ni|con eso|con esto|casas|gracias|{_WHAT}|tantos|este|sus|porque|porfa|estos|esto|ya|"
        rf"senor\w*|amigo|mi amor|"
        rf"please|anymore|ahi|"
        rf"aqui|de nuevo|jamas|otra vez|al|para|carajo|joder))",
        rf"(?:no|nunca)(?: me| nos)? vuelv(?:an?|as|ais) a (?:{_WRITE})\w+",
        rf"(?:dej|par)(?:en|e|a|ar|ad|es|enme|eme|ame|arme|adme|eis|ara|aran)(?: ya)? (?:de )(?:estar )?{_WRITE}\w*",
        r"(?:dejenme|dejeme|dejame|dejennos|dejadme|me dejen|me dejan|me deje|me dejes?|me dejas|me dejeis)(?: \w+)? "
        r"(?:paz|"
        r"tranquil\w|solo|sola|quiet\w)|en paz<end>",
        rf"(?:no|ya)(?: ya)? (?:quiero|deseo|queremos|quisiera|necesito|me gusta|deseamos|autorizo|hace falta)(?: "
        rf"(?:recibir|mas|"
        rf"sus|tus|estos|estas|ningun|ninguna|que|me|nos|este|tipo|de|los|las|seguir|sigan|siga|sigas|recibiendo|"
        rf"tener|ser|otro|"
        rf"otros|mi))*"
        rf" (?:{_WHAT}|contactad[oa]|molestad[oa]|{_WRITE}\w+|contacto|recibirlos|numero)(?! casas| deudas| "
        rf"{_HOMES})(?= "
        rf"(?:[.?,]|por|gracias|de|a|en|mas|suy|tuy|como|al|please|ya))",
        rf"<start>(?:no|ni un) (?:quiero )?mas(?: {_WHAT})?(?= (?:[.?,]|por|de su|suyos|gracias|a este|please))",
        r"no quiero saber(?: nada| mas)+(?:<end>| de (?:ustedes|usted|ti|vosotros|uds))",
        r"(?:olvid|pierd|bot|tir|deseche)\w*(?:se|te|nse)?(?: de)? (?:mi|este) (?:numero|telefono|contacto)",
        r"no (?:more|mas)(?: \w+)? (?:mensajes|textos)",
    ),
    rule(
        "numero equivocado",
        "Not the person we mean, or no longer: they never agreed to anything.",
        "equivocado equivocada equivocados equivoco equivocaste equivocaron equivocan equivocas equivoca incorrecto "
        "incorrecta confundido confundida confunde confundio soy vive trabaja aqui numero telefono celular cel "
        "conozco erroneo "
        "errado mal "
        "conocemos esta este",
        r"(?:numero|persona|telefono|tel|contacto|esta|estan|estas|celular)(?: \w+)? (?:equivocad[oa]s?|"
        r"incorrect[oa]|errone[oa]|errado)|<start>equivocad[oa]<end>",
        r"se(?: \w+)? (?:equivoc[oa]|equivocad[oa]|equivocaron|equivocan)(?! con| en| de (?:precio|direccion|casa|"
        r"dia|hora|fecha|"
        r"piso|calle))|te equivocaste(?: de numero|<pause>)|te equivocas de",
        r"(?:esta|estan|estas|me) confund\w+|se (?:ha )?confundi\w+ de (?:numero|persona)",
        r"(?:tiene|tienen|tienes) (?:el|mi|un)? ?(?:numero|telefono) mal",
        r"no es (?:el|la|este) (?:numero|telefono|persona|celular)",
        r"no soy (?!casad|solter|mexican|american|jubilad|veteran|de |la casa|el dueno|dueno|un |una |muy |"
        r"ciudadan|residente|agente|comprador|vendedor|rico|yo)(?:la |el |esa |ese |a )?[^\W\d_]+(?= (?:[.?,]|y|"
        r"que|ni|este|por|please|wrong))",
        r"aqui no (?:vive|esta|trabaja|existe|hay (?:nadie|ningun\w*))(?: \w+){0,3}(?= (?:[.?,]|aqui|numero))|aqui "
        r"no es<end>(?! [?])|"
        r"(?:ya no|no) (?:vive|trabaja|hay nadie)"
        r"(?: \w+){0,3} aqui|ya no (?:es|tiene|usa)(?: \w+){0,2} (?:numero|telefono|celular|cel)",
        r"no conoz?c\w+ a(?! ese| esa (?:calle|zona)| nadie| la zona)(?: \w+){1,2}|nadie (?:con ese|de ese|"
        r"llamad[oa])",
        r"marc\w+ mal<end>",
        r"<start>est[ae] no es (?!buen|mal|mi|tu|justo|correct|posible|car[ao]|barat|facil|ciert|suficiente|ideal|"
        r"nuev|segur|"
        r"urgente|grande|asi)[^\W\d_]+<end>",
        r"(?:este|ese)(?: ya)? no es(?: \w+){0,2} (?:numero|telefono|celular|nombre|cel)|numero (?:ya )?no (?:es|"
        r"pertenece)|"
        r"cambio de numero|(?:este|ese) (?:cel|celular|numero|telefono|tel) (?:ya )?no (?:es|le)|no es mi nombre",
    ),
    rule(
        "los voy a reportar",
        "Anger, or a threat of law or complaint.",
        "demandar demanda denunciar denuncia reportar reportare demandare denunciare acoso acosando abogado "
        "abogados vayanse vete largo largate chinga chinguen verga reportarlos denunciarlos demandarlos bloquearlos "
        "jodan joder mierda bloquear bloqueado bloqueo bloqueando bloqueare policia spam ilegal permiso autorice "
        "autorizado consentimiento autorizacion vuelve vuelven vuelves vuelva siguen sigue sigues reporto bloqueo "
        "demando denuncio hartos harta harto pedi autorizo voy vamos queja profeco daco",
        rf"{_SECOND}(?: \w+){{0,2}} (?:demandar|denunciar|reportar|bloquear)(?:<end>|(?= (?:a (?:la|profeco|daco|"
        rf"ustedes)|con|si|"
        rf"por acoso|este|esto|por))(?! a la (?:vecina|inquilina|duena)))|(?:los|les|os|te) (?:voy a |vamos a "
        rf")?(?:demand|denunci|"
        rf"report|bloque)\w+",
        r"(?:voy a|vamos a|puedo|ire a) (?:demandar|denunciar|reportar|bloquear)(?:los|te|lo|la|les|os|le)|"
        r"(?:demand|denunci|report)are",
        r"si (?:me |nos )?(?:(?:vuelv|sig)\w+|mandan? otro|(?:me |nos )?llega otro)(?: a)?(?: me| nos)?(?: \w+){0,6} "
        r"(?:report|demand|"
        r"denunci|bloque|queja|abogado|policia)\w*|lo (?:report|bloque|demand|denunci)o",
        r"(?:poner|meter|presentar|levantar)(?: \w+){0,2} (?:queja|denuncia|demanda)(?! (?:contra|a|con) (?:el|la|mi|"
        r"al) "
        r"(?:vecin|caser|inquilin|banco|hoa))",
        r"(?:es|esto es|puro|mucho)(?: un)? acoso|acosando|acosen",
        r"(?:mi|con|un) abogado(?: \w+){0,6} (?:si|mensajes?|ustedes|siguen)|(?:siguen|sigue|otro|proximo)(?: "
        r"\w+){0,7} abogado",
        r"vayanse|<start>vete|largate|largo de|a la (?:verga|chingada|mierda)|(?:me|nos|no) (?:chinguen|jodan|"
        r"chingues|jodas)|chinga\w* (?:a )?tu",
        r"bloquea(?:do|ndo|r|re)(?: \w+)?|(?:los|te|lo) bloqueo",
        r"(?:no|nunca)(?: \w+){0,2} (?:autorice|autorizado|di permiso|permiso|consentimiento|autorizacion|pedi)|no "
        r"(?:autorizo|"
        r"consiento) (?:el uso|que|mensajes|estos|a)",
        r"(?:llamar|llamo|llamare|llamando) a la policia",
        r"es ilegal<end>|<start>spam<end>",
        r"hart[oa]s? de(?: \w+){0,3} (?:mensajes|textos|que me|ustedes|llamadas)",
    ),
)
