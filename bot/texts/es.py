"""Spanish."""

from __future__ import annotations

from bot.texts import Texts
from index.change import Change
from index.schema import Intent, Reason, Style, Verdict

SPANISH = Texts(
    thousands=".",
    commands={
        "ask": "preguntar algo (en inglés): /ask what did … say about …",
        "quotes": "lo que dijo alguien: /quotes NOMBRE about …",
        "timeline": "declaraciones por fecha, en imagen: /timeline NOMBRE about …",
        "alerts": "saber qué hay de nuevo: /alerts NOMBRE about …",
        "speakers": "a quién se cita, y cuántas veces",
        "sources": "los artículos que conozco",
        "history": "sus últimas preguntas",
        "help": "cómo preguntar",
        "privacy": "qué se guarda sobre usted",
        "forget": "borrarlo",
        "start": "empezar",
    },
    welcome=(
        "Pregúnteme quién dijo qué en los artículos que conozco. Respondo con las propias declaraciones, letra por "
        "letra, y con el lugar donde está escrita cada una. Lo que nunca se dijo no me lo invento. "
        "Los artículos están en inglés, y así se me pregunta."
    ),
    welcome_group="En los grupos respondo a /ask, a una mención y a las respuestas a mis mensajes.",
    examples="Por ejemplo:",
    timeline_usage="¿Declaraciones de quién, y sobre qué? Por ejemplo: /timeline {example} about …",
    only_text="Solo leo texto: escríbame una pregunta. /help explica cómo.",
    difference="La diferencia: {difference}.",
    changes={
        Change.WORDS: "las palabras son otras",
        Change.OTHER: "dijo {said}, no {claimed}",
        Change.ADDED: "la declaración no menciona {claimed}",
        Change.NEGATES: "dijo {said}, una negación; la afirmación no lo es",
        Change.NEGATED: "la afirmación es una negación, la declaración no",
        Change.UNTRUE: "dijo {said}; la afirmación lo da por cierto",
        Change.DENIED: "la declaración es un desmentido, la afirmación no",
        Change.UNSAID: "según el artículo, precisamente esto no se dijo",
        Change.POSSIBLE: "solo dijo {said}, no que sea así",
    },
    silent="Ninguna declaración de {who} trata de {topic}.",
    nearest="Ninguna declaración de {who} trata claramente de {topic}; se muestra lo que más se acerca.",
    help=(
        "Pregunte con palabras sencillas, en inglés:\n"
        "• What did NAME say about TOPIC?\n"
        "• Who said that …?\n"
        "• Did NAME say “…”?\n"
        "• How many times is NAME quoted on TOPIC?\n\n"
        "Responda a una respuesta para seguir desde ella: “and about trade?”\n\n"
        "/ask PREGUNTA – necesario en los grupos; allí también puede mencionarme o responderme\n"
        "/quotes NOMBRE [about TEMA] – declaraciones de una persona\n"
        "/timeline NOMBRE about TEMA – por fecha, con una imagen\n"
        "/speakers [comienzo de un nombre] – a quién se cita, y cuántas veces\n"
        "/sources – los artículos que conozco\n"
        "/history – sus últimas preguntas, para repetirlas\n"
        "/alerts NOMBRE about TEMA – le aviso cuando se diga algo nuevo; /alerts los muestra y los detiene\n"
        "/privacy – qué se guarda sobre usted, /forget – borrarlo"
    ),
    ask_usage="Escriba la pregunta detrás del comando: /ask {example}",
    looking="Lo busco …",
    looking_waiting="Lo busco … ({ahead} antes que usted)",
    thanked="De nada.",
    greeting="Pregúnteme quién dijo qué, y le muestro dónde está escrito: «What did NAME say about TOPIC?»",
    abstentions={
        Reason.UNKNOWN_SPEAKER: "Nadie que hable en los artículos se llama «{who}».",
        Reason.NEVER_QUOTED: "No se cita ninguna declaración de {who}; los artículos solo mencionan el nombre.",
        Reason.NOT_ON_THIS: "Hay citas de {who}, pero ninguna trata de {topic}.",
        Reason.UNRESOLVED_DATE: "Los artículos no dicen cuándo es «{date}». Indique una fecha, por favor.",
        Reason.NOTHING_FOUND: "Nada de lo que se cita permite responder sobre {topic}.",
        Reason.UNSUPPORTED_LANGUAGE: "Lo siento, por ahora solo entiendo preguntas en inglés.",
        Reason.WHICH_SPEAKER: "¿A quién se refiere?",
    },
    marks="«{words}»",
    since="Solo se preguntó por artículos desde {since}.",
    until="Solo se preguntó por artículos hasta {until}.",
    between="Solo se preguntó por artículos de {since} a {until}.",
    during="Solo se preguntó por artículos con fecha {since}.",
    that="eso",
    both=" y ",
    instead="¿Qué dijo alguno de estos?",
    meant="¿Quiso decir {topic}?",
    said_what="¿Dijo qué? Indique las palabras o el tema, por favor.",
    counted=(
        "{who}: {total} ({direct} textuales, {mixed} en parte textuales, {indirect} indirectas; las partes y las "
        "repeticiones cuentan una vez)"
    ),
    headings={
        Intent.SAID_ABOUT: "{speakers} → {topic}",
        Intent.LIST: "{speakers} → {topic}",
        Intent.COUNT: "{speakers} → {topic}",
        Intent.WHO_SAID: "Quién lo dijo: {topic}",
        Intent.CHECK: "{speakers}",
        Intent.COMPARE: "{speakers} → {topic}",
        Intent.TIMELINE: "{speakers} → {topic}",
        Intent.WHEN_WHERE: "Dónde está escrito: {topic}",
        Intent.SMALL_TALK: "",
    },
    verdicts={
        Verdict.VERBATIM: "✓ Dicho, con estas palabras",
        Verdict.PARAPHRASE: "✓ Dicho, con otras palabras",
        Verdict.ALTERED: "✗ Dicho de otro modo: cambia un número, una negación o una condición",
        Verdict.MISATTRIBUTED: "✗ Lo dijo otra persona",
        Verdict.NARRATION_NOT_QUOTE: "✗ Lo escribe el artículo, no es una cita",
        Verdict.SECOND_HAND: "De segunda mano: otra persona dice que lo dijo",
        Verdict.UNDETERMINED: "No se puede decidir con estos artículos",
        Verdict.NOT_FOUND: "No se encuentra en estos artículos",
    },
    styles={Style.DIRECT: "textual", Style.INDIRECT: "indirecta", Style.MIXED: "indirecta, en parte textual"},
    narration="palabras del propio artículo",
    nobody="hablante sin nombre",
    told="a {addressee}",
    denied="desmentido",
    reported_by="según cuenta {name}",
    shown="{first}–{last} de {total}",
    statements=("declaración", "declaraciones"),
    articles=("artículo", "artículos"),
    quotes=("cita", "citas"),
    only_names="De su pregunta solo he entendido los nombres; por ahora leo preguntas en inglés.",
    continued="Seguimos con {speakers}.",
    continued_topic="Seguimos con el tema: {topic}.",
    untitled="(sin título)",
    also="también en:",
    later="corregido o sustituido por:",
    caution="Los hablantes se determinaron de forma automática: compruebe la fuente.",
    one_at_a_time="Una pregunta cada vez, por favor: sigo con la anterior.",
    too_long="Son {length} caracteres; una pregunta puede tener {limit}. Acórtela, por favor.",
    busy="Ahora mismo esperan demasiadas preguntas. Inténtelo de nuevo en un minuto, por favor.",
    overdue="Ha tardado demasiado y lo he dejado. Inténtelo de nuevo, quizá con menos palabras.",
    failed="Algo ha fallado por mi parte, y queda anotado. Inténtelo de nuevo, por favor.",
    interrupted="Me reiniciaron antes de poder responder. Pregunte de nuevo, por favor.",
    slow_down="Son muchas preguntas. Espere {seconds} s, por favor.",
    speakers_heading="A quién se cita",
    speakers_none="No se cita a nadie cuyo nombre empiece por «{prefix}». /speakers muestra a todos.",
    speakers_more="… y {count} más. /speakers con el comienzo de un nombre muestra menos.",
    sources_heading="Artículos que conozco",
    sources_none="Todavía no hay ningún artículo.",
    more="… y {count} más.",
    quotes_usage="¿Declaraciones de quién? Por ejemplo: /quotes {example}",
    expired="Esta respuesta ya no está. Pregunte de nuevo, por favor.",
    not_yours="Solo puede elegir quien preguntó.",
    button_direct="Solo textuales",
    button_all="Todo",
    button_back="‹ Volver",
    button_open="Abrir artículo",
    undrawable="No tengo letras para dibujar esto ({script}); el texto se puede copiar.",
    button_cards=("Tarjeta ☀", "Tarjeta ☾"),
    button_charts=("Gráfico ☀", "Gráfico ☾"),
    button_copy="Copiar",
    button_export="Llevar",
    button_share="Compartir",
    formats={"markdown": "Markdown", "csv": "CSV", "json": "JSON", "apa": "APA"},
    button_good="👍",
    button_bad="👎",
    context_heading="En su lugar",
    context_gone="Este pasaje ya no está en el índice.",
    thanks="Gracias, anotado.",
    why="¿Qué está mal?",
    reasons={
        "speaker": "Otro hablante",
        "topic": "No viene al caso",
        "quote": "No es una cita",
        "missing": "Falta algo",
    },
    alerts_heading="De qué le aviso cuando es nuevo",
    alert_usage=(
        "¿De qué le aviso cuando haya algo nuevo? Por ejemplo: /alerts {example} about …, o «tell me when {example} "
        "says something about …»."
    ),
    alert_set="Le avisaré aquí cuando un artículo nuevo traiga algo sobre: {words}",
    alert_news="🔔 Nuevo sobre: {words}",
    alert_again="Me interrumpieron al enviar esto; quizá ya le haya llegado.",
    alert_stopped="Detenido: {words}",
    alert_gone="Este aviso ya se detuvo.",
    alert_most="Tiene aquí {limit} avisos, que es el máximo. Detenga antes uno de ellos: /alerts",
    button_alert="🔔",
    button_stop="🔕 Detener este aviso",
    add_usage="Envíeme un archivo, o responda /add a uno, y lo leo. Formatos: {formats}",
    add_waiting="{name}: espera su turno …",
    add_too_large="{name} es demasiado grande: {limit} MB como máximo. En la máquina se puede: python -m index build",
    add_unfetched="{name} no se pudo traer de Telegram. Envíelo de nuevo, por favor.",
    add_step="{name}: {what}, {done} de {total} …",
    add_steps={"opening": "abriendo", "reading": "leyendo", "comparing": "comparando", "encoding": "codificando"},
    add_refused="No añadido: {reason}",
    add_failed="El índice está como estaba: {reason}",
    add_died="El índice está como estaba: la lectura se interrumpió, vea el registro. Inténtelo de nuevo, por favor.",
    add_known="{name} ya se conoce; nada ha cambiado.",
    add_done="✓ {name}: {added} nuevos, {replaced} cambiados, {removed} retirados; ahora {documents} artículos.",
    add_left_out="Se ha omitido:",
    reindex_waiting="Leyendo de nuevo todas las fuentes …",
    reindex_known="Todo está al día.",
    reindex_name="Todas las fuentes",
    inline_none="Nada encontrado. Pregúnteme a mí ›",
    privacy=(
        "Qué se guarda: sus preguntas y mis respuestas con los números del chat y de usted, para que funcionen las "
        "respuestas, los botones y /history, {days} días como máximo; sus votos, correcciones y avisos, con su número; "
        "lo que acaba de enviar, hasta atenderse; si un administrador le dejó entrar, como huella de su número.\n\n"
        "Nada se envía a nadie salvo a Telegram; se responde en la máquina en la que funciono, y ni las preguntas ni "
        "su número o nombre se escriben en su registro. Los administradores ven cuánto se pregunta, no quién pregunta "
        "qué; con un voto o una corrección ven la pregunta o el pasaje, sin su nombre.\n\n"
        "/forget lo borra todo al instante. La huella queda, para que pueda seguir preguntando, y una "
        "corrección aceptada queda sin su número."
    ),
    forgotten="Hecho: todo lo que se guardaba sobre usted está borrado.",
    history_heading="Sus últimas preguntas aquí",
    history_none="Todavía no hay ninguna en este chat, o se borró.",
    history_nothing="nada encontrado",
    admin_commands={
        "health": "índice, rapidez, cola, tiempo en marcha",
        "stats": "cuánto se pregunta, y cómo acaba",
        "feedback": "votos y correcciones, como archivos",
        "add": "añadir un archivo: envíelo, o respóndale /add",
        "reindex": "leer de nuevo todas las fuentes",
        "allow": "dejar entrar a alguien: /allow NÚMERO",
        "deny": "excluir a alguien: /deny NÚMERO",
    },
    help_admins="Para administradores:",
    guest_usage=(
        "¿A quién? Escriba el número detrás del comando, el de un grupo con su signo menos; o responda con el comando "
        "a un mensaje suyo reenviado aquí, o a su contacto."
    ),
    guest_admin="Es un administrador; a quien nombra QUOTES_ADMINS se le quita allí.",
    guest_allowed="{id} puede preguntar desde ahora.",
    guest_denied="{id} ya no recibe respuesta.",
    health=(
        "Índice: generación {generation}; artículos: {documents}, registros: {records}; hecho {built}\n"
        "Respuestas desde el inicio: {answered}; la mitad en {p50} s, 95 % en {p95} s, 99 % en {p99} s\n"
        "Cola: {waiting} de {room}; preguntas abiertas: {open}\n"
        "En marcha desde hace {uptime} h"
    ),
    stats=(
        "{days} d: preguntas: {questions}, personas: {people}; {answered} respondidas, {abstained} sin hallazgo, "
        "{clarified} con otra pregunta"
    ),
    stats_votes="{good} × 👍, {bad} × 👎, correcciones: {corrections}",
    admins_only="Esto es para los administradores del bot.",
    feedback="{good} × 👍, {bad} × 👎. Una línea de JSON por voto, el más antiguo primero.",
    feedback_none="Nadie ha votado ni corregido todavía una respuesta.",
    corrections="Correcciones: {all}, por decidir: {open}. Una línea de JSON cada una, la más antigua primero.",
    correction_how="Anotado como erróneo. Si sabe quién lo dijo, responda a este mensaje: «es NOMBRE».",
    correction_which="¿Qué pasaje? Escriba su número: «2 es {name}».",
    correction_noted="Gracias. Un administrador lo verá.",
    correction_accepted="Corregido: {name}. Vale desde la próxima respuesta.",
    correction_declined="Rechazado; no cambia nada.",
    correction_decided="Esto ya está decidido.",
    correction_failed="La corrección no se pudo escribir; vea el registro.",
    button_accept="Aceptar",
    button_decline="Rechazar",
)
