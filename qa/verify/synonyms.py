"""Light synonyms, as news prose exchanges them: groups of words of which one may stand for another.

A word of a group is taken for any other of the same group, never further. The groups are about English in general and
about reporting on defense; opposites never stand together.
"""

from qa.verify.stems import stem
from qa.verify.wording import FORMS

_SYNONYMS = """
say state declare announce assert claim maintain argue note remark comment report contend insist tell write mention |
describe explain stress emphasize underline point add statement declaration announcement assertion claims argument
account | demand require insist want seek ask call request requirement demands | agree accept consent approve endorse
agreement approval deal accord pact | sign conclude ink signature | refuse reject decline rebuff oppose resist object
opposition rejection refusal opposed | deny dispute | cooperate cooperation collaborate collaboration partner joint
jointly together partnership | deploy station place field install base position put site deployment stationing
placement emplace emplaced locate located fielding house host | plan intend propose aim schedule envisage foresee
expect proposal intention due slate slated | build construct construction erect establish set create make develop
produce production manufacture development | begin start launch open commence initiate first inception beginning | end
finish conclude stop cease halt terminate close termination | cancel scrap abandon drop discard shelve end
cancellation axe kill | delay postpone slip push late put-off behind setback | complete finish ready completion done |
test trial experiment flight exercise | intercept shoot destroy hit kill down interception knock defeat | destroy kill
eliminate | succeed success successful successfully work hit | fail failure unsuccessful miss unsuccessfully | show
demonstrate prove reveal indicate suggest demonstration | threat danger risk menace threaten threatening peril | worry
concern fear anxious alarm fearful apprehension worried afraid | protect defend shield safeguard guard cover
protection defense defensive | weapon missile rocket arm | missile rocket | country nation state government |
government administration authority cabinet | ally partner member alliance allied | leader head chief president |
chief head director leader | big large major great huge sizable | small minor little limited | increase rise grow
raise growth expand expansion more boost enlarge climb larger | decrease reduce cut lower shrink fall decline drop
reduction fewer less trim | limit restrict constraint cap restriction limitation ceiling curb constrain bound |
guarantee assurance pledge promise assure commitment commit | binding obligatory mandatory bind | legal law legally
lawful | treaty agreement accord pact convention | withdraw leave quit exit pull withdrawal departure abandon | enter
join accession entry | buy purchase acquire procure acquisition procurement order | sell sale | cost price expense
spend spending worth expenditure | money fund funding finance budget dollar appropriation | budget fund funding | pay
spend | need necessary require essential necessity | important key crucial vital central significant | fast quick
rapid speed velocity swift quickly speedy | range reach distance | see detect track spot observe sensor detection |
radar sensor | ship vessel destroyer cruiser warship | destroyer ship warship | soldier troop personnel force military
staff | military armed force | attack strike raid assault | fire launch shoot | war conflict fighting combat | answer
response reply react reaction respond | answer countermeasure response | talk discussion negotiation dialogue
consultation discuss negotiate conversation | meet meeting summit gathering conference | invite ask invitation | offer
propose proposal proffer | share exchange data | information data detail | hold keep retain maintain preserve |
continue go remain keep persist still stay carry | stay remain | change alter modify adjust revise amend shift
alteration | replace substitute supersede swap successor succeed replacement | move shift transfer relocate
transferred | transfer hand deliver handover pass give | deliver hand supply delivery provide | provide give supply
furnish offer | send dispatch deliver | receive get obtain | arrive reach come | year annual | annual yearly | month
monthly | figure number total count amount | total sum overall altogether | half halve fifty | double twice | several
number multiple | roughly approximately about | believe think consider view regard hold judge see opinion | judge
conclude assess assessment evaluate judgment find conclusion | find conclude discover finding | aim goal purpose
objective intend meant target | intend mean meant design aim | design plan | cause reason trouble lead | because since
due owing | force strength | capability ability capacity power able can capable | able capable can | impossible unable
cannot | operational ready operation service active use working running readiness | operate run work | opening open
inaugurate ceremony ceremonially unveil inauguration | name call dub label term known | call dub | known call | name
appoint nominate appointment | select choose pick selection choice | vote ballot | pass adopt approve | adopt approve
endorse | introduce bring table present | bill act legislation law measure | act law | forbid prohibit ban bar block
prevent disallow prohibition | block prevent hinder obstruct stop | allow permit let enable | include contain comprise
| consist comprise made | part component element piece portion | type kind version variant sort model | version
variant type | variant block version | step measure action | near close nearby adjacent | far distant | home homeland
domestic | sea naval maritime ocean navy ship | land ground ashore | land-based ground-based | air aerial aircraft |
space orbit satellite | sky air | east eastern | west western | north northern | south southern | expert analyst
observer specialist | official officer spokesman representative | spokesman spokesperson spokeswoman | critic opponent
| supporter advocate proponent | support back endorse favor assistance | help assist aid assistance | group
organization body association | company firm contractor manufacturer maker | contractor builder | paper report
document study memo | report document paper publication article | article report | source outlet | page site webpage
website | website site page | news press media | copy reprint mirror | unconfirmed unverified | official formal
formally | secret classified confidential | public open publicly | unilateral one-sided | mutual reciprocal | joint
shared common | separate distinct different apart | same identical equal | equal parity balance | parity balance | old
former previous earlier | former ex previous earlier | earlier previous before prior | later subsequent after
following subsequently afterward | next following upcoming | last final latest | recent latest | soon shortly | today
now current currently present presently | current present existing | future coming | long lengthy | short brief | quit
resign | criticize condemn blame fault criticism | praise welcome applaud | warn caution warning | accuse charge
allege accusation blame | breach violate violation violated breach | violate break | hope expect | try attempt seek
effort | effort attempt work | try effort | order direct instruct directive | direct directive | require oblige | task
mission job role | role function job | mission task | lie stand situate locate | stand lie | situate locate | border
frontier boundary | region area zone | area region territory | territory land area | population people citizen
inhabitant | people population | host house | member participant | member legislator lawmaker congressman | Congress
legislature | lawmaker legislator | senator lawmaker | secretary minister | premier minister | aid assist | stable
stability steady | security safety secure | disruptive destabilizing disturbing | undermine weaken erode harm | harm
damage hurt | damage harm | improve enhance better upgrade improvement enhancement | upgrade modernize improve
modernization | modern advanced sophisticated | advanced sophisticated | maneuver steer | speed velocity | high
altitude height | altitude height | warhead payload | interceptor missile | salvo barrage volley | barrage salvo |
silo launcher | launcher battery | unit battery | crew personnel | train exercise drill | drill exercise maneuver |
trust confidence | transparency openness transparent open | consent agreement permission approval | veto block |
condition precondition prerequisite | precondition condition | exchange trade swap | concession compromise | rhetoric
language words | clear plain | complex complicated | issue question matter | question issue | problem difficulty
trouble issue | problem flaw fault defect | cite quote refer reference | quote cite | give list name cite | list name
enumerate | date day | moment time | per each | period span | stage phase | phase stage | expand widen extend | extend
prolong lengthen | extend stretch | renew extend | speak talk address | speech address remark | letter message | visit
trip | travel fly | fly flight | carry bear transport | equip fit outfit | fit equip | remove withdraw dismantle |
dismantle remove scrap | suspend freeze halt | resume restart | restart resume | repeat reiterate | reiterate repeat |
found establish create set founder founded | rename become | become turn | evolve become | merge combine | combine mix
| split divide | divide separate | take assume | power authority | authority control | control command | command
control | lead head | head lead | win gain secure | gain get | lose loss | loss lose | contract award | award contract
| project program initiative effort | initiative program | scheme plan | plan program project | strategy policy plan |
policy strategy | purpose goal | prime main chief | main primary principal chief | simultaneous concurrent | simulate
mock | target aim | real actual | true actual genuine | false wrong untrue | wrong incorrect | doubt question |
uncertain unclear | unclear unknown | unknown undisclosed | fact reality | cover span | count tally | tally count |
record log | register record | publish release issue | release publish | issue publish | appear emerge | emerge appear
| exist be | occur happen place | happen occur | cross pass | point place | origin source | original initial first |
initial first original | initially first originally | first initially initial maiden | fourth quarter | kind sort |
outside beyond exoatmospheric | inside within endoatmospheric | atmosphere endoatmospheric exoatmospheric | collide
collision impact | direct straight | physical kinetic | explode explosion blast | nuclear atomic | strategic
long-range | intercontinental long-range icbm | submarine sub | plane aircraft | aircraft plane jet | jet fighter
aircraft | drone uav unmanned | ambassador envoy | envoy ambassador | pledge vow promise | vow pledge | urge call
press | press push urge | pressure push press | lobby advocate | nonprofit non-profit | guard watch | watch monitor
observe | monitor track watch | warn alert | alert warning notice | notice notify notification | notify inform tell |
inform tell brief | brief summary | summary overview | summarize outline | outline describe | depict describe |
portray describe | characterize describe | compare contrast | differ different | similar alike comparable | match
equal | exceed surpass | surpass exceed | top exceed
"""


def _groups() -> dict[str, tuple[int, ...]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(_SYNONYMS.split("|")):
        for word in group.split():
            groups.setdefault(stem(FORMS.get(word, word.lower())), set()).add(number)
    return {word: tuple(sorted(found)) for word, found in groups.items()}


GROUPS = _groups()
"""The groups (their numbers) that each stem belongs to."""
