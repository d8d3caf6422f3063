/** A muscle that a channel may carry, or a group where labs record one (`hamstrings`, `wrist-flexors`). */
export interface Muscle {
  /** Identifier in results and settings. */
  readonly id: string;
  readonly name: string;
  readonly abbreviation: string;
  /** Where its clonus is elicited or seen; what the rate's usual range hangs on (science.md 1.1). */
  readonly site: Site;
  /**
   * Spellings, lower case without accents. A word with `*` stands for all words that begin so; the words of a spelling may come in
   * any order. English, Latin, German, French, Italian, Spanish.
   */
  readonly spellings: readonly string[];
  /** Usual antagonists, best first; empty for a muscle that is itself recorded as an antagonist. */
  readonly antagonists: readonly string[];
}

/** Joint or region that a muscle moves: the prior of the rate, never a gate (science.md 1.1). */
export type Site = "ankle" | "toe" | "patella" | "hip" | "trunk" | "shoulder" | "elbow" | "wrist" | "hand" | "neck" | "jaw" | "face";

function muscle(id: string, name: string, abbreviation: string, site: Site, spellings: string, antagonists: readonly string[] = []): Muscle {
  return { id, name, abbreviation, site, spellings: spellings.split(",").map((text) => text.trim()), antagonists };
}

const DORSIFLEXORS = ["tibialis-anterior", "extensor-digitorum-longus", "extensor-hallucis-longus"];
const KNEE_FLEXORS = ["hamstrings", "biceps-femoris", "semitendinosus", "semimembranosus"];
const WRIST_EXTENSORS = ["extensor-carpi-radialis", "wrist-extensors", "extensor-carpi-ulnaris", "extensor-digitorum", "extensors"];
const FINGER_EXTENSORS = ["extensor-digitorum", "wrist-extensors", "extensor-carpi-radialis", "extensors"];
const JAW_OPENERS = ["digastric", "submental"];

/** Every muscle that labels are read for. */
export const muscles: readonly Muscle[] = [
  muscle("soleus", "Soleus", "SOL", "ankle", "sol, so, soleus, soleaire, soleo, schollenmuskel, m soleus", DORSIFLEXORS),
  muscle("gastrocnemius-medialis", "Medial gastrocnemius", "MG", "ankle", "mg, gasm, gastm, gasmed, medgas, gastrocm, gastroc* med*, gast med*, gas med*, gc med*, gastroc* int*, jumeau* int*, gemel* int*, gemell* med*, gm gastroc*, gastro med*, gastr med*, gastro int*", DORSIFLEXORS),
  muscle("gastrocnemius-lateralis", "Lateral gastrocnemius", "LG", "ankle", "lg, gl, gasl, gastl, gaslat, latgas, gastrocl, gastroc* lat*, gast lat*, gas lat*, gc lat*, gastroc* ext*, jumeau* ext*, gemel* ext*, gemell* lat*, gastro lat*, gastr lat*, gastro ext*", DORSIFLEXORS),
  muscle("gastrocnemius", "Gastrocnemius", "GAS", "ankle", "gas, gast, gastr, gastroc*, gaskn*, gcn, jumeau*, gemell*, gemelo*, wade*, calf, ga, gastro", DORSIFLEXORS),
  muscle("triceps-surae", "Triceps surae", "TS", "ankle", "triceps sur*, tricip* sur*, trizeps sur*, plantarflex*, plantar flex*", DORSIFLEXORS),
  muscle("tibialis-anterior", "Tibialis anterior", "TA", "ankle", "ta, tibant, tiba, tibial* ant*, tib ant*, jambier* ant*, tibant*, schienbeinmuskel*, dorsiflex*, tibialis"),
  muscle("tibialis-posterior", "Tibialis posterior", "TP", "ankle", "tp, tibpost, tibial* post*, tib post*, jambier* post*"),
  muscle("peroneus-longus", "Peroneus longus", "PER", "ankle", "peron* l*, fibular* l*, per long*, peroneus, peroneal, peronier*, peroneo*, perl, wadenbeinmuskel*, fib long*"),
  muscle("peroneus-brevis", "Peroneus brevis", "PB", "ankle", "pb, peron* brev*, peron* court*, fibular* brev*, fib brev*"),
  muscle("extensor-digitorum-longus", "Extensor digitorum longus", "EDL", "toe", "edl, ext* dig* long*, estens* lung* dita, toe ext*, zehenstreck*"),
  muscle("extensor-hallucis-longus", "Extensor hallucis longus", "EHL", "toe", "ehl, ext* hall*, estens* all*, long ext* hallux, big toe ext*, grosszehenstreck*"),
  muscle("flexor-hallucis-longus", "Flexor hallucis longus", "FHL", "toe", "fhl, flex* hall* long*, flex* hall*, long flechisseur hallux, fless* all*, big toe flex*, grosszehenbeug*", ["extensor-hallucis-longus", "extensor-digitorum-longus", "extensor-digitorum-brevis"]),
  muscle("flexor-digitorum-longus", "Flexor digitorum longus", "FDL", "toe", "fdl, flex* dig* long*, toe flex*, zehenbeug*", ["extensor-digitorum-longus", "extensor-hallucis-longus", "extensor-digitorum-brevis"]),
  muscle("flexor-hallucis-brevis", "Flexor hallucis brevis", "FHB", "toe", "fhb, flex* hall* brev*", ["extensor-hallucis-longus", "extensor-digitorum-brevis"]),
  muscle("extensor-digitorum-brevis", "Extensor digitorum brevis", "EDB", "toe", "edb, ext* dig* brev*, pedieux, pedidio"),
  muscle("abductor-hallucis", "Abductor hallucis", "AH", "toe", "ah, abd* hall*, abdh"),
  muscle("rectus-femoris", "Rectus femoris", "RF", "patella", "rectus fem*, rect fem*, recfem, rectfem, droit ant*, droit fem*, retto fem*, recto fem*, rectus", KNEE_FLEXORS),
  muscle("vastus-lateralis", "Vastus lateralis", "VL", "patella", "vl, vaslat, vastlat, vast* lat*, vas lat*, vast* ext*, vaste ext*", KNEE_FLEXORS),
  muscle("vastus-medialis", "Vastus medialis", "VM", "patella", "vm, vmo, vml, vasmed, vastmed, vast* med*, vas med*, vast* int*", KNEE_FLEXORS),
  muscle("vastus-intermedius", "Vastus intermedius", "VI", "patella", "vi, vast* interm*, vaste intermed*", KNEE_FLEXORS),
  muscle("quadriceps", "Quadriceps", "QUAD", "patella", "quad, quads, quadr, qf, quadric*, quadriz*, knee ext*", KNEE_FLEXORS),
  muscle("biceps-femoris", "Biceps femoris", "BF", "patella", "bf, bfl, bflh, bfsh, bicfem, biceps fem*, bic fem*, bizeps fem*, bicip* fem*"),
  muscle("semitendinosus", "Semitendinosus", "ST", "patella", "semit, semiten*, semi tend*, demi tend*, demitend*"),
  muscle("semimembranosus", "Semimembranosus", "SM", "patella", "sm, semim, semimem*, semi memb*, demi memb*, demimemb*"),
  muscle("hamstrings", "Hamstrings", "HAM", "patella", "ham, hams, hamst, hs, hamstr*, ischio*, knee flex*"),
  muscle("gluteus-maximus", "Gluteus maximus", "GMAX", "hip", "gmax, glmax, glutmax, glut* max*, glut* grand*, grand fess*, fess* grand*, grande glut*", ["rectus-femoris"]),
  muscle("gluteus-medius", "Gluteus medius", "GMED", "hip", "glmed, glutmed, glut* med*, moyen fess*, fess* moyen*", ["adductors"]),
  muscle("gluteus", "Gluteus", "GLU", "hip", "glu, glut, glute*, fess*, gesass*"),
  muscle("adductors", "Hip adductors", "ADD", "hip", "add, addm, addl, adduct* mag*, adduct* long*, adduct*, adduk*, addutt*", ["gluteus-medius"]),
  muscle("gracilis", "Gracilis", "GRA", "hip", "gra, grac, gracil*"),
  muscle("sartorius", "Sartorius", "SAR", "hip", "sar, sart, sartor*"),
  muscle("tensor-fasciae-latae", "Tensor fasciae latae", "TFL", "hip", "tfl, tensor fasc*"),
  muscle("iliopsoas", "Iliopsoas", "IP", "hip", "iliops*, psoas, hip flex*, huftbeug*"),
  muscle("rectus-abdominis", "Rectus abdominis", "RA", "trunk", "ra, rectus abd*, rect abd*, grand droit", ["erector-spinae"]),
  muscle("external-oblique", "External oblique", "EO", "trunk", "eo, ext* obliq*, obliq* ext*, oblique"),
  muscle("erector-spinae", "Erector spinae", "ES", "trunk", "es, erector sp*, paraspin*, lumbar*, multifid*, rueckenstrecker, ruckenstrecker"),
  muscle("trapezius", "Trapezius", "TRAP", "shoulder", "ut, trap, traps, trapez*"),
  muscle("deltoid", "Deltoid", "DELT", "shoulder", "del, delt, deltoid*, deltoi*", ["latissimus-dorsi"]),
  muscle("pectoralis-major", "Pectoralis major", "PEC", "shoulder", "pec, pecm, pect, pector*, pettoral*, grand pector*", ["latissimus-dorsi", "deltoid"]),
  muscle("latissimus-dorsi", "Latissimus dorsi", "LD", "shoulder", "ld, latd, latiss*, grand dors*"),
  muscle("infraspinatus", "Infraspinatus", "IS", "shoulder", "infra, infraspin*"),
  muscle("biceps-brachii", "Biceps brachii", "BIC", "elbow", "bb, bic, bicep*, bicep* br*, bizep*, bicip*, elbow flex*, ellenbogenbeug*", ["triceps-brachii"]),
  muscle("brachialis", "Brachialis", "BRA", "elbow", "brachialis, brach", ["triceps-brachii"]),
  muscle("brachioradialis", "Brachioradialis", "BR", "elbow", "br, brd, brr, brachior*", ["triceps-brachii"]),
  muscle("triceps-brachii", "Triceps brachii", "TRI", "elbow", "tb, tri, tric, tricep*, tricep* br*, trizep*, tricip*, elbow ext*, ellenbogenstreck*"),
  muscle("pronator-teres", "Pronator teres", "PT", "elbow", "pt, pronat*", ["supinator"]),
  muscle("supinator", "Supinator", "SUP", "elbow", "supinat*"),
  muscle("flexor-carpi-radialis", "Flexor carpi radialis", "FCR", "wrist", "fcr, flex* carp* rad*, flex* rad* carp*, fless* rad* carpo", WRIST_EXTENSORS),
  muscle("flexor-carpi-ulnaris", "Flexor carpi ulnaris", "FCU", "wrist", "fcu, flex* carp* uln*, fless* uln* carpo", ["extensor-carpi-ulnaris", ...WRIST_EXTENSORS]),
  muscle("extensor-carpi-radialis", "Extensor carpi radialis", "ECR", "wrist", "ecr, ecrl, ecrb, ext* carp* rad*, estens* rad* carpo"),
  muscle("extensor-carpi-ulnaris", "Extensor carpi ulnaris", "ECU", "wrist", "ecu, ext* carp* uln*, estens* uln* carpo"),
  muscle("palmaris-longus", "Palmaris longus", "PAL", "wrist", "pal, palm* long*, palmar*", WRIST_EXTENSORS),
  muscle("wrist-flexors", "Wrist flexors", "WF", "wrist", "wf, wrist flex*, handgelenk flex*, handgelenkbeug*, carp* flex*, forearm flex*, flex* poignet, fless* polso", ["wrist-extensors", ...WRIST_EXTENSORS]),
  muscle("wrist-extensors", "Wrist extensors", "WE", "wrist", "we, wrist ext*, handgelenk ext*, handgelenkstreck*, carp* ext*, forearm ext*, ext* poignet, estens* polso"),
  muscle("flexor-digitorum-superficialis", "Flexor digitorum superficialis", "FDS", "hand", "fds, fdp, flex* dig* sup*, flex* dig* prof*, finger flex*, fingerbeug*, flex* dig*", FINGER_EXTENSORS),
  muscle("extensor-digitorum", "Extensor digitorum communis", "EDC", "hand", "edc, ext* dig*, ext* dig* com*, finger ext*, fingerstreck*"),
  muscle("flexor-pollicis-longus", "Flexor pollicis longus", "FPL", "hand", "fpl, flex* poll*", ["extensor-pollicis-longus"]),
  muscle("extensor-pollicis-longus", "Extensor pollicis longus", "EPL", "hand", "epl, ext* poll*"),
  muscle("first-dorsal-interosseus", "First dorsal interosseus", "FDI", "hand", "fdi, dors* inteross*, inteross*"),
  muscle("abductor-pollicis-brevis", "Abductor pollicis brevis", "APB", "hand", "apb, abd* poll*, thenar"),
  muscle("abductor-digiti-minimi", "Abductor digiti minimi", "ADM", "hand", "adm, adq, abd* dig*, abd* dig* min*, hypothenar"),
  muscle("adductor-pollicis", "Adductor pollicis", "AP", "hand", "adp, add* poll*, aductor pol*"),
  muscle("sternocleidomastoid", "Sternocleidomastoid", "SCM", "neck", "scm, sternocl*, sternomast*, kopfwender, sternok*, neck flex*", ["splenius"]),
  muscle("splenius", "Splenius capitis", "SPL", "neck", "spl, splen*, neck ext*"),
  muscle("masseter", "Masseter", "MAS", "jaw", "mas, mass, masset*, kaumuskel*", JAW_OPENERS),
  muscle("temporalis", "Temporalis", "TEM", "jaw", "temporalis, temporal*, schlafenmuskel", JAW_OPENERS),
  muscle("digastric", "Digastric", "DIG", "jaw", "dig, digast*"),
  muscle("submental", "Submental muscles", "SUB", "jaw", "submen*, chin, kinn, menton*, mylohy*, geniohy*, suprahy*"),
  muscle("orbicularis-oculi", "Orbicularis oculi", "OOC", "face", "ooc, oocu, orb* oc*, orb* occ*"),
  muscle("orbicularis-oris", "Orbicularis oris", "OOR", "face", "oor, oori, orb* or*"),
  muscle("frontalis", "Frontalis", "FRO", "face", "frontalis, frontal*"),
  muscle("corrugator", "Corrugator supercilii", "COR", "face", "corrug*"),
  muscle("zygomaticus", "Zygomaticus", "ZYG", "face", "zyg, zygom*"),
  muscle("mentalis", "Mentalis", "MEN", "face", "mentalis"),
  muscle("nasalis", "Nasalis", "NAS", "face", "nasalis"),
  muscle("platysma", "Platysma", "PLA", "face", "platys*"),
  muscle("tongue", "Genioglossus", "GG", "face", "gg, geniogl*, tongue, zunge, langue, lingua"),
  muscle("extensors", "Extensors", "EXT", "wrist", "ext, extens*, estens*, streck*"),
  muscle("flexors", "Flexors", "FLEX", "wrist", "flx, flex, flexor*, flechiss*, fless*, beuger", ["extensors", ...WRIST_EXTENSORS]),
];

/**
 * Abbreviations that mean more than one muscle: the user decides. With a side beside it `RF` cannot be "right flexor",
 * and is not asked.
 */
export const ambiguousAbbreviations: ReadonlyMap<string, readonly string[]> = new Map([
  ["gm", ["gastrocnemius-medialis", "gluteus-medius", "gluteus-maximus"]],
  ["gcm", ["gastrocnemius-medialis", "gastrocnemius"]],
  ["gmed", ["gluteus-medius", "gastrocnemius-medialis"]],
  ["st", ["semitendinosus", "trapezius"]],
  ["rf", ["rectus-femoris", "flexors"]],
  ["pl", ["peroneus-longus", "palmaris-longus"]],
  ["lat", ["latissimus-dorsi", "vastus-lateralis", "gastrocnemius-lateralis"]],
]);

const byId: ReadonlyMap<string, Muscle> = new Map(muscles.map((entry) => [entry.id, entry]));

/** The muscle of an identifier, undefined for one that is not in the table. */
export function muscleById(id: string): Muscle | undefined {
  return byId.get(id);
}
