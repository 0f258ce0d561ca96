"""Light synonyms, as news prose exchanges them: groups of words of which one may stand for another.

A word of a group is taken for any other of the same group, never further. The groups are about English in general and
about reporting on defense; opposites never stand together.
"""

from qa.verify.stems import stem
from qa.verify.wording import FORMS

_SYNONYMS = """
picture image photo photograph | lawmaker legislator congress | globe global world worldwide | route path way
course | reactivate reactivation return revive restore | risky risk danger | transparency openness visibility | latitude
flexibility freedom leeway | unusual exceptional extraordinary special | skeptic critic doubt doubter | immediate
immediately instant once prompt promptly | overture reach outreach | bargain trade haggle | debut first premiere | death
kill dead die casualty | wound injure hurt | debris wreckage booster | liftoff launch takeoff | disintegrate break
shatter | hike raise increase | tap choose select pick | accord deal | offer bid | stance position view posture |
unproven untested | overdue late | onset start beginning outbreak | proximity near vicinity | barrier hurdle obstacle |
deplore regret condemn | laud praise welcome | thwart foil defeat stop | proper right correct | yearly annual | owner
property belong | material evidence support | eventually later finally ultimately | cargo freight load | shortage lack
shortfall scarce | surplus excess | pact accord deal treaty | unify unite single | hamper hinder obstruct delay slow |
soften weaken ease relax | tighten strengthen | outline sketch describe | tally scorecard score record count | ex former
retired | deputy vice | aide adviser advisor assistant | envoy ambassador representative | rebuttal denial reply answer
| jet plane aircraft airplane | pilot crew airman | sailor crew | troops soldiers forces servicemen | coalition friendly
allied ally | try attempt bid | tough hard difficult | easy simple | danger hazard peril risk |
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
protection defense defensive | weapon missile rocket arm | country nation state government | government administration
authority cabinet | ally partner member alliance allied | leader head chief president | chief head director leader |
big large major great huge sizable | small minor little limited | increase rise grow raise growth expand expansion
more boost enlarge climb larger | decrease reduce cut lower shrink fall decline drop reduction fewer less trim | limit
restrict constraint cap restriction limitation ceiling curb constrain bound | guarantee assurance pledge promise
assure commitment commit | binding obligatory mandatory bind | legal law legally lawful | treaty agreement accord pact
convention | withdraw leave quit exit pull withdrawal departure abandon | enter join accession entry | buy purchase
acquire procure acquisition procurement order | sell sale | cost price expense spend spending worth expenditure |
money fund funding finance budget dollar appropriation | pay spend | need necessary require essential necessity |
important key crucial vital central significant | fast quick rapid speed velocity swift quickly speedy | range reach
distance | see detect track spot observe sensor detection | radar sensor | ship vessel destroyer cruiser warship |
soldier troop personnel force military staff | military armed force | attack strike raid assault | fire launch shoot |
war conflict fighting combat | answer response reply react reaction respond | answer countermeasure response | talk
discussion negotiation dialogue consultation discuss negotiate conversation | meet meeting summit gathering conference
| invite ask invitation | offer propose proposal proffer | share exchange data | information data detail | hold keep
retain maintain preserve | continue go remain keep persist still stay carry | change alter modify adjust revise amend
shift alteration | replace substitute supersede swap successor succeed replacement | move shift transfer relocate
transferred | transfer hand deliver handover pass give | deliver hand supply delivery provide | provide give supply
furnish offer | send dispatch deliver | receive get obtain | arrive reach come | year annual | annual yearly | month
monthly | figure number total count amount | total sum overall altogether | half halve fifty | double twice | several
number multiple | roughly approximately about | believe think consider view regard hold judge see opinion | judge
conclude assess assessment evaluate judgment find conclusion | find conclude discover finding | aim goal purpose
objective intend meant target | intend mean meant design aim | design plan | cause reason trouble lead | because since
due owing | force strength | capability ability capacity power able can capable | impossible unable cannot |
operational ready operation service active use working running readiness | operate run work | opening open inaugurate
ceremony ceremonially unveil inauguration | name call dub label term known | name appoint nominate appointment |
select choose pick selection choice | vote ballot | pass adopt approve | adopt approve endorse | introduce bring table
present | bill act legislation law measure | forbid prohibit ban bar block prevent disallow prohibition | block
prevent hinder obstruct stop | allow permit let enable | include contain comprise | consist comprise made | part
component element piece portion | type kind version variant sort model | variant block version | step measure action |
near close nearby adjacent | far distant | home homeland domestic | sea naval maritime ocean navy ship | land ground
ashore | land-based ground-based | air aerial aircraft | space orbit satellite | sky air | east eastern | west western
| north northern | south southern | expert analyst observer specialist | official officer spokesman representative |
spokesman spokesperson spokeswoman | critic opponent | supporter advocate proponent | support back endorse favor
assistance | help assist aid assistance | group organization body association | company firm contractor manufacturer
maker | paper whitepaper report document study memo | report document paper whitepaper publication article | source
outlet | page site
webpage website | news press media | copy reprint mirror | unconfirmed unverified | official formal formally | secret
classified confidential | public open publicly | unilateral one-sided | mutual reciprocal | joint shared common |
separate distinct different apart | same identical equal | equal parity balance | former ex previous earlier | earlier
previous before prior | later subsequent after following subsequently afterward | next following upcoming | last final
latest | recent latest | soon shortly | today now current currently present presently | current present existing |
future coming | long lengthy | criticize condemn blame fault criticism | praise welcome applaud | warn caution warning
| accuse charge allege accusation blame | breach violate violation violated breach | hope expect | try attempt seek
effort | effort attempt work | order direct instruct directive | require oblige | task mission job role | role
function job | lie stand situate locate | border frontier boundary | region area zone | area region territory |
territory land area | population people citizen inhabitant | member participant | member legislator lawmaker
congressman | Congress legislature | senator lawmaker | secretary minister | premier minister | stable stability
steady | security safety secure | disruptive destabilizing disturbing | undermine weaken erode harm | harm damage hurt
| improve enhance better upgrade improvement enhancement | upgrade modernize improve modernization | modern advanced
sophisticated | maneuver steer | high altitude height | warhead payload | interceptor missile | salvo barrage volley |
silo launcher | launcher battery | unit battery | train exercise drill | drill exercise maneuver | trust confidence |
transparency openness transparent open | consent agreement permission approval | veto block | condition precondition
prerequisite | exchange trade swap | concession compromise | rhetoric language words | clear plain | complex
complicated | issue question matter | problem difficulty trouble issue | problem flaw fault defect | cite quote refer
reference | give list name cite | list name enumerate | date day | moment time | per each | stage phase | expand widen
extend | extend prolong lengthen | extend stretch | renew extend | speak talk address | speech address remark | letter
message | visit trip | travel fly | fly flight | carry bear transport | equip fit outfit | remove withdraw dismantle |
dismantle remove scrap | suspend freeze halt | repeat reiterate | found establish create set founder founded | rename
become | become turn | evolve become | combine mix | split divide | divide separate | take assume | power authority |
authority control | control command | win gain secure | gain get | lose loss | contract award | project program
initiative effort | scheme plan | plan program project | strategy policy plan | prime main chief | main primary
principal chief | simultaneous concurrent | simulate mock | real actual | true actual genuine | false wrong untrue |
wrong incorrect | unclear unknown | unknown undisclosed | fact reality | cover span | count tally | record log |
register record | appear emerge | exist be | occur happen place | cross pass | point place | origin source | initially
first originally | first initially initial maiden | fourth quarter | outside beyond exoatmospheric | inside within
endoatmospheric | atmosphere endoatmospheric exoatmospheric | collide collision impact | direct straight | physical
kinetic | explode explosion blast | nuclear atomic | strategic long-range | intercontinental long-range icbm |
submarine sub | aircraft plane jet | jet fighter aircraft | drone uav unmanned | ambassador envoy | pledge vow promise
| urge call press | press push urge | pressure push press | lobby advocate | nonprofit non-profit | guard watch |
watch monitor observe | monitor track watch | warn alert | alert warning notice | notice notify notification | notify
inform tell | inform tell brief | brief summary | summary overview | summarize outline | outline describe | depict
describe | characterize describe | differ different | similar alike comparable | match equal | exceed surpass | top
exceed | depend rely rest hinge dependent reliant reliance | chiefly mainly mostly largely primarily principally main
| equip give provide furnish supply | depart leave set sail | additional more added extra further another | add
additional more | lift raise bring increase | accelerate speed hasten expedite faster quicken | counter against combat
meet oppose stop | bolster strengthen reinforce boost shore | verdict judgment conclusion finding view opinion |
winner win champion victory | broad wide extensive sweeping | insufficient inadequate enough lacking | last run endure
take | expire end lapse run expiry expiration | responsible account credit due | attribute blame put ascribe trace
credit due | single one | hit strike struck | contrast set compare against | combine together merge along join | mount
sit place put | beneath under below | above over | help use assist | express voice show say state | doubt uncertainty
question | doubt dispute question contest challenge | dispute challenge contest question disagree disagreement |
explain cite point reason | point cite refer | apply cover concern govern | nothing only | except only but | scale
reduce smaller cut | context set frame | shorter brief less short | nonpartisan non-partisan partisan | mention speak
refer name spoke talk | speak say mention tell talk | call describe speak term style | describe call portray set see |
have run hold | late behind delay slip overdue | describe speak give | schedule timetable date calendar plan |
deadline date target | target goal date | original first initial early | earlier before former previous old | foresee
plan envisage predict project | predict forecast project expect foresee | forecast prediction outlook estimate
projection | estimate judge put reckon calculate assess figure | put give place estimate set | exact precise | correct
right accurate | accurate precise | decide decision determine resolve choose | hold host carry conduct stage take |
conduct carry hold run perform do undertake | perform conduct carry execute do | test trial attempt try | try tried
attempt | engage intercept attack meet counter target | engage fight | bring shoot take | target object aim | serve
work operate | serve duty | duty service | staff personnel crew man | based stationed located | homeport base station
| permanent lasting | still remain yet | resume continue restart | advance progress move | progress advance headway |
proceed continue go advance | move go advance proceed | propel drive | drive push | force compel oblige make | compel
force require | bind oblige | free open | inaugurate open launch | unveil open present announce show | present show
introduce give | introduce bring start | finish end complete | over end past | ended over | past former | during in |
throughout during | amid during | replace succeed follow instead | follow succeed after come | precede before |
successor replacement next | cede yield | yield give produce | produce make yield build | output production | capacity
output rate ability | pace speed rate | total all whole | whole entire all full | nearly almost | share part
proportion portion | percent percentage share | majority most | few several handful | pair two both | trio three |
triple three | dozen twelve | decade ten | annually year yearly | weekly week | daily day | biennial two | level
amount number size | amount number level quantity sum | size scale number | stock inventory arsenal stockpile | fleet
ship navy | value worth cost | bill cost | expensive costly | cheap inexpensive | finance fund pay | grant give award
| reward award | seek ask want try pursue | pursue seek follow | appeal call ask | summon call | press insist | oppose
against resist | favor support prefer | reject refuse rule | rule exclude | exclude leave | omit leave drop | neglect
omit | skip omit | ignore disregard | consider weigh study examine | study examine review consider look | examine
study review inspect | review assess examine reassess | inspect check visit examine | check verify inspect | verify
confirm check | confirm verify acknowledge | acknowledge admit concede recognize | recognize acknowledge accept |
reveal disclose show | disclose reveal tell release publish | release publish disclose issue | leak disclose | hide
conceal | withhold keep hide | store keep hold | save spare | waste lose | lack miss without absence | absence lack no
| missing lack absent | gap lack hole | weakness flaw gap vulnerability | vulnerable weak exposed | strong robust
powerful | effective efficient successful work | ineffective fail | reliable dependable trust | successful succeed
effective | collision collide hit-to-kill | impact hit collision | crash collision | explode blast detonate | fragment
debris piece | decoy countermeasure | trick fool deceive | distinguish discriminate tell separate | identify name
recognize | identify find | locate find | learn find hear | testimony hearing testify | testify tell | commission
panel committee | board panel | ministers minister | cabinet ministers | presidency administration president | era
period time | period time term span | term period mandate | mandate authority order | approve authorize back pass
clear | authorize approve allow authorization | ratify approve ratification | contract deal agreement order | supplier
contractor company | builder maker contractor | assemble build | develop build design | developer builder designer |
invent develop | convert turn change | transform change turn | upgrade improve update | update upgrade renew |
overhaul upgrade repair refit | repair fix overhaul | maintenance repair upkeep | dock port harbor | coast shore |
offshore sea | island isle | near around | northwest north | southwest south | northeast north | southeast south |
neighbor neighboring border | border frontier neighbor | abroad overseas foreign | foreign external | external outside
| internal domestic | national country | nationwide national | regional region | global world worldwide |
international multinational | western West | adversary enemy opponent rival foe | rival competitor opponent |
competition rivalry contest | major main large big great | key central main | basic fundamental | principle rule |
rule law regulation | informal unofficial | private closed | closed shut | shut close | reopen open | emplacement
place install | install put place fit | insert put | load put place | remove take | scrap dismantle end | retire
remove withdraw decommission | discontinue stop end | resign leave quit | dismiss fire reject | elect choose vote |
election vote poll | poll survey election | voter public | inhabitant resident people | protest oppose object
demonstration | complain protest | criticism objection | objection opposition concern | concern worry objection |
reservation doubt objection | wish want hope | desire want wish | intention plan intent | ready prepared willing
available | prepare ready plan preparation | await wait expect | pause stop break suspend | break violate stop |
comply obey follow | honor keep | observe keep see | watch see monitor | view see look | sight view see | area field
region | realm area | domain area field | sphere area | sector area zone | site facility base location place |
facility site base installation plant | complex site facility | plant factory | spot place site | center facility
headquarters | headquarters center command | command lead head | leadership command lead | oversee supervise manage
run | run manage operate | administer run manage | govern rule | handle deal manage | cope handle | treat handle
regard | regard see view consider treat | deem consider judge | seem appear look | apparent seem evident | evident
clear | obvious clear | plainly clear | uncertain doubt unclear | unsure uncertain | sure certain | ensure guarantee
secure sure | secure ensure get | acquire get buy | earn win get | achieve reach accomplish attain | meet satisfy
fulfil | requirement need condition | condition term requirement | basis ground foundation | ground basis reason |
motive reason | rationale reason | justify explain defend | justification reason | argument reason case | evidence
proof | sign signal evidence | signal sign show | point show | mean signify | imply mean suggest | hint suggest |
propose suggest | recommend suggest advise urge | advise recommend urge tell | counsel advise | guide lead | guideline
guide rule | instruct order tell | communicate tell | narrate tell | recount tell | story account report | account
report version | edition version | draft version | text document wording | wording text language words | file document
record | author writer | editorial article opinion | column article | commentary comment article | interview talk say
| chat talk | statement say | manifesto statement | speech talk | lecture talk | long extended | years-long long |
multi-year years | several-decade decades
"""


def _groups() -> dict[str, tuple[int, ...]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(_SYNONYMS.split("|")):
        for word in group.split():
            groups.setdefault(stem(FORMS.get(word, word.lower())), set()).add(number)
    return {word: tuple(sorted(found)) for word, found in groups.items()}


GROUPS = _groups()
"""The groups (their numbers) that each stem belongs to."""
