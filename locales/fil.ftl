# Mga tekstong mismong ang serbisyo ang nagpapadala, isang mensahe sa bawat problema at mali.
# Ang `problem-<code>` ang pamagat; ang `.detail` nito ang nagsasabi kung ano ang gagawin.

problem-malformed_request = Hindi tinatanggap dito ang anyo ng kahilingan
    .detail = Mali ang uri ng mga nakalistang bahagi o hindi kilala ang mga ito. Walang naitala.
problem-invalid_request = May bahagi ng ipinadala na hindi wasto
    .detail = Pakitama ang mga nakalistang bahagi at ipadala muli. Walang naitala.
problem-invalid_cursor = Hindi magagamit ang palatandaang ito ng pahina
    .detail = Magsimula muli sa unang pahina. Para sa iisang paghahanap lang ang palatandaan at hindi ito mababago.
problem-idempotency_key_missing = Kailangan ng kahilingan ang Idempotency-Key
    .detail = Magpadala ng bagong random na susi sa bawat bagong pagsusumite, at ng parehong susi kapag inuulit ito, para walang maisumite nang dalawang beses.
problem-idempotency_key_malformed = Hindi magagamit ang Idempotency-Key na ito
    .detail = Ang susi ay tekstong nasa loob ng panipi, 1 hanggang 255 na karaniwang titik ng ASCII (RFC 8941).
problem-idempotency_key_reused = Nagamit na sa iba ang Idempotency-Key na ito
    .detail = Dumating ang parehong susi na may ibang kahilingan. Gumamit ng bagong susi sa bawat bagong pagsusumite.
problem-in_progress = Ginagawa pa ang parehong kahilingan
    .detail = Ulitin ito maya-maya gamit ang parehong susi; makukuha mo ang unang sagot.
problem-unauthenticated = Kailangan dito ang receipt code o pag-sign in
    .detail = Ang isinulat mo noong ipinadala mo ang ulat, hiling o rebyu ang magbubukas nito: ipadala ang code na iyon sa header na Authorization bilang `Receipt …`. Ang mga kawani naman ay nagpapadala ng balidong access token bilang `Bearer …`.
problem-invalid_token = Hindi balido ang access token na ito
    .detail = Maaaring paso na ito. Kumuha ng bago gamit ang iyong refresh token, o mag-sign in muli.
problem-unknown_receipt = Walang binubuksan ang receipt code na ito
    .detail = Suriin ang bawat grupo ng code. Nakasulat ito sa itinala mo noong ipinadala mo ang iyong ulat.
problem-receipt_rotated = Napalitan na ang receipt code na ito
    .detail = May ibang code na pumalit dito at wala na itong nabubuksan. Kung hindi ikaw ang nagpalit, may ibang nakakuha ng code: magpadala muli, o magtanong sa organisasyong pinagkakatiwalaan mo.
problem-receipt_revoked = Isinuko na ang resibong ito
    .detail = Wala nang makasusubaybay gamit ang code na ito, at hindi na ito maibabalik. Iyon ang ninais ng nagsuko o ng kumuha nito.
problem-receipt_expired = Hindi nagamit sa tamang oras ang code na ito
    .detail = Ang nagpadala ay makakakuha ng bagong code na maibibigay.
problem-receipt_shows_status_only = Kalagayan lang ang ipinapakita ng resibong ito
    .detail = Kinuha na ito ng taong pinagpadalhan mo ng tulong. Sa kanya na ang mga mensahe at lahat ng iba pa.
problem-handover_code_only = Para sa pagkuha ang code na ito
    .detail = Wala itong nabubuksan nang mag-isa. Ipadala ito sa POST /v1/receipts/take-over para magkaroon ka ng sariling receipt code.
receipt-revoke-warning = Kapag isinuko mo ang code na ito, wala nang makasusubaybay sa ipinadala mo: hindi ka na makababasa o makapagpapadala ng mensahe, hindi mo na ito mababawi o mabubura, at hindi na maibabalik ang code. Mananatili ang ipinadala mo sa humahawak nito. Kung gusto mo itong mawala, burahin mo na lang.
problem-second_step_needed = Hindi ito ipinapakita sa code lang
    .detail = Gawin muna ang ikalawang hakbang. Tumatagal ito nang 15 minuto.
problem-second_word_needed = Kailangan dito ang iyong ikalawang salita
    .detail = Pumili ka ng salitang ikaw lang ang nakaaalam. Ipadala ito bilang second_word.
problem-second_word_wrong = Hindi ito ang iyong ikalawang salita
    .detail = Subukan ulit makalipas ang isang minuto. Pagkatapos ng ilang maling salita, wala munang tatanggapin. Hindi kailangan ng ikalawang salita ang kalagayan at mga mensahe.
problem-nothing_to_hand_over = Walang maibibigay rito
    .detail = Kinuha na ito ng tao, o ipinadala ito para sa sarili.
problem-too_many_proofs = Sagad na ang bilang ng mga patunay nito
    .detail = Hanggang { $limit } lang. Bawiin ang mga ito, at gumawa ng bago.
problem-unknown_pseudonym = Walang account na may ganitong numero at recovery code
    .detail = Tingnan muli ang dalawa. Masusubaybayan pa rin ang iyong mga resibo gamit ang sarili nilang code.
problem-too_many_receipts = Puno na ang account na ito
    .detail = Hanggang { $limit } resibo lang. Mag-alis ng isa, o gumawa ng ibang account.
problem-sign_in_failed = Hindi natuloy ang pag-sign in
    .detail = Mali ang pangalan ng account, ang password o ang one-time code.
problem-forbidden = Hindi mo ito maaaring gawin
    .detail = Hindi ito saklaw ng iyong tungkulin. Magtanong sa administrador ng iyong organisasyon.
problem-cross_origin_refused = Hindi maaaring tumawag sa serbisyo ang web page na ito
    .detail = Makakatawag lang ang app sa browser mula sa origin na pinangalanan ng nagpapatakbo ng serbisyo, at sa mga method lang na sineserbisyuhan.
problem-not_found = Walang narito
    .detail = Mali ang address, o hindi mo maaaring makita ang tinutukoy nito.
problem-method_not_allowed = Hindi tinatanggap dito ang paraang ito
    .detail = Nakalista sa header na Allow ang mga tinatanggap.
problem-not_acceptable = Wala sa mga hinihingi mong uri ng media ang ibinibigay dito
    .detail = application/json ang isinasagot ng serbisyo.
problem-gone = Binura na ito
    .detail = Inalis ito sa hiling ng tao o nang matapos ang takdang panahon. Hindi na ito maibabalik.
problem-stale = May nagbago nito samantala
    .detail = Basahin itong muli at ulitin ang iyong pagbabago sa kasalukuyang bersyon; kasama sa sagot na ito ang ETag nito.
problem-precondition_required = Sabihin kung aling bersyon ang binabago mo
    .detail = Ipadala bilang If-Match ang ETag na nabasa mo, para walang mawalang pagbabago ng iba.
problem-body_too_large = Masyado itong malaki
    .detail = Hanggang { $limit } byte lang ang tinatanggap dito.
problem-unsupported_media_type = Hindi tinatanggap ang uri ng media na ito
    .detail = Ipadala bilang { $expected }.
problem-too_many_requests = Masyadong maraming kahilingan
    .detail = Maghintay ng { $seconds ->
        [one] isang segundo
       *[other] { $seconds } segundo
    } at subukan muli. Walang nawala.
problem-proof_of_work_required = Napakaraming kahilingan mula sa iyong network
    .detail = Para makalusot, kailangan munang gumawa ng maliit na kalkulasyon ang iyong app para sa kahilingang ito. Kung hindi, maghintay ng { $seconds ->
        [one] isang segundo
       *[other] { $seconds } segundo
    } at subukan muli. Walang nawala.
problem-unavailable = Hindi makasagot ang serbisyo sa ngayon
    .detail = Subukan muli maya-maya gamit ang parehong Idempotency-Key.
problem-internal_error = Nagkaproblema sa panig namin
    .detail = Walang naitala. Pakisabi sa nagpapatakbo ng serbisyo ang request id.
problem-conflict = Hindi ito tugma sa kasalukuyang kalagayan
    .detail = Basahin itong muli: maaaring nagbago na ito mula noong huli mong nakita.
problem-id_taken = Ginagamit na ang id na ito
    .detail = May iba nang may id na pinili mo. Gumawa ng bago.

fault-unknown_member = hindi kilala rito ang bahaging ito
fault-wrong_type = dapat ay { $expected }
fault-missing_member = ay kailangan
fault-too_long = dapat ay hanggang { $limit } titik lang
fault-too_short = dapat ay hindi bababa sa { $limit } titik
fault-too_many_items = dapat ay hanggang { $limit } lang ang laman
fault-too_few_items = dapat ay hindi bababa sa { $limit } ang laman
fault-duplicate_items = hindi dapat maulit ang parehong laman
fault-too_large = dapat ay hindi hihigit sa { $limit }
fault-too_small = dapat ay hindi bababa sa { $limit }
fault-malformed = wala sa inaasahang anyo
fault-unknown_code = wala sa listahan ng mga code na { $list }
fault-unknown_value = dapat ay isa sa { $expected }
fault-invalid = hindi magagamit dito
fault-not_json = hindi JSON; sira ito sa linya { $line }, hanay { $column }
fault-duplicate_member = higit sa isang beses ang bahaging ito
fault-unknown_agency = walang ahensiyang may ganitong id
fault-in_the_future = hindi dapat petsang darating pa
fault-in_the_past = hindi dapat nasa nakaraan
fault-too_far_ahead = dapat hindi lalampas ng { $years } taon mula sa unang araw ng pagtatago
fault-blank = hindi dapat blangko
fault-not_in_country = dapat nasa bansang ibinigay
fault-proof_expired = lampas na sa oras; lutasin ang bagong hamon
fault-proof_elsewhere = ginawa para sa ibang kahilingan o ibang network; lutasin ang bagong hamon
fault-proof_insufficient = kulang ang zero bit kumpara sa hinihingi ng hamon

# Agencies and reviews.

agency-note-listed = Mga ahensiyang may lisensiya lamang ang nasa rehistro, at hindi nito sinasabi ang kalagayan ng bawat isa.
agency-note-copy = Kopya ito ng rehistrong “{ $register }” noong { $date }. Maaaring natapos na ang lisensiya mula noon. Magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
agency-note-missing = Wala na ang ahensiyang ito sa listahan noong { $date }. Alamin muna kung bakit bago ka makipag-ugnayan dito.
licence-says-licensed = Ayon sa listahan noong { $date } ({ $register }), may lisensiya { $number } ang { $name }. Maaaring natapos na ang lisensiya mula noon: magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
licence-says-not-licensed = Ayon sa listahan noong { $date } ({ $register }), walang bisa ang lisensiya { $number } ng { $name }: { $status }. Magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
licence-says-no-longer-listed = Nasa naunang listahan ang { $name } (lisensiya { $number }) pero wala na sa listahan noong { $date } ({ $register }). Maraming maaaring dahilan: magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
licence-says-unknown = Hindi sinasabi ng listahang hawak dito ({ $register }) kung may bisa ngayon ang lisensiya { $number } ng { $name }. Magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
licence-says-ambiguous = May ilang ahensiyang may numerong { $asked }, ngayon o dati. Ihambing ang mga pangalan, at magtanong muna sa regulator bago ka magbayad o pumirma ng anuman.
licence-says-number-replaced = Numero dati ng { $name } ang { $asked }; ayon sa listahan noong { $date } ({ $register }), { $number } na ang numero nito. Magtanong muna sa { $regulator } bago ka magbayad o pumirma ng anuman.
licence-says-not-held = Wala ang numerong { $asked } sa mga listahan ng bansang ito na hawak dito. Hindi ibig sabihin nito na walang ganoong lisensiya: maaaring luma o kulang ang mga listahan. Magtanong muna sa regulator bago ka magbayad o pumirma ng anuman.
licence-says-no-numbers = Walang numero ng lisensiya sa mga listahan ng bansang ito na hawak dito. Hanapin ang pangalan ng ahensiya, at magtanong muna sa regulator bago ka magbayad o pumirma ng anuman.
licence-says-no-list = Walang listahan ng bansang ito rito. Magtanong muna sa regulator ng bansa bago ka magbayad o pumirma ng anuman.
licence-comes-from-ended = Galing ang { $name } sa { $earlier } (lisensiya { $number }), na walang bisa ang lisensiya: { $status }.
licence-comes-from-missing = Galing ang { $name } sa { $earlier } (lisensiya { $number }), na wala na sa listahan.
fault-ends_before_it_begins = hindi dapat mauna sa unang araw
sub-agent-confirmed = Kumikilos sila para sa ahensiyang ito, ayon sa ahensiya o sa isang pampublikong rehistro. Humingi ng resibo sa lahat ng binabayaran mo.
sub-agent-claimed = May nagsasabing kumikilos sila para sa ahensiyang ito; hindi pa ito sinasabi ng ahensiya. Magtanong sa ahensiya bago magbayad o magbigay ng dokumento.
sub-agent-denied = Sinasabi ng ahensiyang ito na hindi sila kumikilos para rito. Huwag magbayad at huwag magbigay ng dokumento.
sub-agent-not-known = Walang alam dito tungkol sa pangalan o teleponong ito. Hindi ibig sabihin na hindi sila kumikilos para sa ahensiya: magtanong dito bago magbayad o magbigay ng dokumento.
problem-succession_cycle = Hindi maaaring manggaling ang ahensiya sa sarili nito
    .detail = Ang tinukoy mong pinanggalingan ay ang ahensiya mismo, o nanggaling dito.
problem-already_stated = Nakasaad na ito
    .detail = Kumpirmado at ipinapakita na ang ugnayan ng dalawa. Tanggihan muna ito kung mali.
problem-both_listed = Parehong nasa listahan
    .detail = Nasa pinakabagong listahan ng rehistro ang dalawang entry, kaya dalawang ahensiya ang mga ito. Ipasiya na magkaiba sila.
problem-declared_interest = May interes ang sumulat sa ahensiya
    .detail = Hindi inilalathala ang rebyu ng mga taong nagtatrabaho, may-ari o kamag-anak ng ahensiya o ng kalaban nito. Tanggihan ito na may dahilang conflict_of_interest.
fault-too_many_decimals = hanggang { $limit } na desimal lang sa perang ito
fault-other_currency = dapat nasa salaping ginamit sa pagbabayad
fault-more_than_paid = mas malaki sa ibinayad
problem-employer_not_accepted = Walang pahina ang employer
    .detail = Isang manggagawa ang nagbanggit sa employer na ito. Walang ilalathala tungkol dito hangga't hindi ito tinatanggap ng may kakayahang registers, at wala nang maidaragdag kapag tinanggihan na ito.
problem-private_household = Walang pahina ang pribadong sambahayan
    .detail = Pribado ang mga tao sa bahay na pinagtatrabahuhan mo, kaya walang itinago rito. Kung kailangan mo ng tulong, humingi sa /v1/assistance-requests; kung may panganib, iulat sa /v1/safety-reports. Puwedeng i-review ang ahensiyang nagpadala sa iyo, kasama ang sahod, oras at tirahan.
fault-not_rated_here = ay hindi para rito: magkaiba ang sinusukat sa mga ahensiya at sa mga employer (listahang review_dimensions)
fault-not_where_the_employer_is = ay dapat na bansa ng employer
fault-unknown_employer = ay hindi employer sa bansang ito
fault-not_a_web_address = ay dapat na address na http o https
review-next-proposed = Titingnan muna kung sino ang employer na binanggit, saka babasahin ng moderator ang review mo. Wala kang kailangang gawin. Bumalik pagkalipas ng ilang araw gamit ang iyong code. Puwede mo itong baguhin, bawiin o burahin anumang oras.
review-next-employer-refused = Hindi inilathala ang review mo dahil hindi puwedeng magkaroon ng pampublikong pahina ang employer: maaaring pribadong sambahayan ito, o hindi matukoy kung sino ito. Walang nakakita sa labas ng isinulat mo. Kung kailangan mo ng tulong, humingi nito; kung may panganib, iulat ito. Puwede mong burahin ang review.
employer-next-open = Titingnan muna kung sino ang employer bago ito magkaroon ng pahina. Puwede mo nang isulat ngayon ang review mo; itatabi ito hanggang doon.
fault-unknown_licence = wala sa alinmang listahan ng bansang ito na hawak dito
fault-several_agencies = sa ilang ahensiya ito o naging kanila; tukuyin ang ahensiya sa pamamagitan ng id nito
fault-not_from_a_collector = hindi puwedeng manggaling sa nangongolekta: ang may-akda ang magpapadala nito gamit ang receipt code
fault-own_interest = tungkol sa ahensiyang may interes ang inyong samahan
fault-id_in_use = ginagamit na; pumili ng iba o huwag nang magpadala
problem-not_a_recording = Hindi ito rekording na tinatanggap dito
    .detail = Ipadala ang pananalita bilang Ogg Opus, WebM Opus, M4A o MP4 na may AAC, AAC, 3GP o AMR, MP3 o WAV. Maaaring nakatago sa ibang uri kung saan at sino ang nagrekord, at hindi iyon malilinis dito.
problem-damaged_recording = Sira ang rekording na ito
    .detail = Nagsimula ito bilang rekording pero hindi na nagpatuloy nang ganoon. Magrekord muli, o ipadala nang buo ang file.
problem-recording_too_long = Masyadong mahaba ang rekording na ito
    .detail = Hanggang { $limit } segundo lang ang isang rekording. Pakiiklian ang sasabihin.
problem-already_recorded = May rekording na
    .detail = Isa lang ang rekording ng isang review. Burahin muna iyon, saka ipadala ang bago.
problem-cannot_appeal = Hindi ito maiaapela
    .detail = Ang pagtanggi lang ang maiaapela, isang beses, sa loob ng 90 araw. Ang binagong rebyu ay babasahin ulit nang walang apela.
problem-own_interest = Walang nag-aalis ng sarili niyang interes
    .detail = Pakiusapan ang ibang moderator: iba lang ang makapagsasabing wala na ito.
problem-own_decision = Iba ang magpapasya sa apelang ito
    .detail = Ikaw ang tumanggi sa rebyu, kaya ibang moderator ang magpapasya.
problem-claim_repeated = Inaangkin na ng inyong organisasyon ang ahensiyang ito
    .detail = Naghihintay ng moderator ang kahilingan nito, o naaprubahan na. Basahin ito sa /v1/staff/own-agency-claims.
problem-profile_held = Ibang organisasyon ang nagsasalita para sa ahensiyang ito
    .detail = Tingnan muna ang kahilingan nito. Iisang organisasyon lang ang nagsasalita para sa isang ahensiya; bawiin muna ang isa bago aprubahan ito.
problem-too_many_claims = Marami nang kahilingan ninyo ang naghihintay ng moderator
    .detail = Hanggang { $limit } lang ang sabay na naghihintay. Hintaying mapagpasyahan ang isa.
problem-already_answered = Sinagot na ng inyong ahensiya ang review na ito
    .detail = Isang beses lang sinasagot ang isang review. Hangga't hindi pa nailalathala ang sagot, maaari itong isulat muli.
problem-rejected_too_often = Hindi na mababago ang sagot na ito
    .detail = Tinanggihan na ito nang { $limit } beses.
problem-already_reported = Na-report na ng inyong ahensiya ang review na ito
    .detail = Isang bukas na report lang bawat review, at isang beses lang pakikinggan ang bawat dahilan.
problem-too_many_reports = Sapat na ang na-report ng inyong ahensiya ngayong buwan
    .detail = Hanggang { $limit } report lang sa isang buwan. Ang utos ng korte ay maaaring ipadala sa nagpapatakbo ng serbisyo.
review-next-pending = Babasahin muna ng moderator ang rebyu mo bago ito makita ng iba. Balikan ito pagkalipas ng ilang araw gamit ang resibo mong code. Maaari mo itong baguhin, bawiin o burahin anumang oras.
review-next-accepted = Nabasa na ng moderator ang rebyu mo at pinayagan ito. Lalabas ito sa mga susunod na araw, para walang makahula mula sa araw kung kanino ito. Maaari mo itong baguhin, bawiin o burahin anumang oras; kung gayon hindi ito lalabas.
review-next-published = Nailathala na ang rebyu mo at kasama na sa bilang. Ipinapakita ang mga rebyu ng ahensiya kapag may { $minimum } na o higit pa, para walang makaalam kung kanino ang alin. Maaari mo itong baguhin, bawiin o burahin anumang oras.
review-next-rejected = Hindi nailathala ang rebyu mo; nakasaad ang dahilan. Maaari mo itong baguhin para basahin muli ng moderator, o burahin.
review-next-withdrawn = Binawi mo ang rebyu mo. Hindi ito ipinapakita at hindi binibilang. Maaari mo itong burahin.
review-next-checked = Nailathala na ang rebyu mo, at sinusuri ito dahil sa iba pang dumating nang kasabay. Hangga't hindi pa ito natitingnan ng moderator, ipinapakita ito pero hindi binibilang. Wala kang kailangang gawin.
signal-burst = { $count } rebyu sa ahensiyang ito sa loob ng { $days } araw, kung saan mga { $usual } ang karaniwan; { $share } % ang nasa iisang panig. Kapag may masamang nangyari, maraming tapat na tao ang sabay-sabay na sumusulat.
signal-near-duplicate = Halos kapareho ang komento ng { $count } naunang rebyu sa ahensiyang ito. Malinaw kung alin ang nauna: ang mga sumunod lang ang minarkahan.
signal-copied-elsewhere = Halos kapareho ang komento ng { $count } rebyu sa ibang ahensiya.
signal-one-network = { $count } rebyu sa ahensiyang ito ang galing sa iisang network sa loob ng { $days } araw, karamihan sa iisang panig. Iisa ang network sa mga help desk, dormitoryo at kompanya ng telepono: kaunti lang ang ibig sabihin nito kung mag-isa.
signal-nothing-checkable = Wala itong binanggit na bayad, pangyayari, kondisyon, kita o buwan: walang masusuri.
signal-agency-network = Magandang rebyu mula sa network na ginagamit ng mga nagsasalita para sa ahensiyang ito. Iisa ang network ng maraming gumagamit ng telepono.
signal-rival-network = Masamang rebyu mula sa network na ginagamit ng mga nagsasalita para sa ibang ahensiya. Iisa ang network ng maraming gumagamit ng telepono.
signal-agency-words = Halos kapareho ang komento ng isinagot mismo ng ahensiya sa isang rebyu. Maaaring sinipi lang ito.
methodology-counted = Ang marka ay mula lamang sa mga inilathalang review tungkol sa ahensiya: walang makabibili nito, at hindi makapipili o makapagtatanggal ng review ang ahensiya. Inilalathala ng moderator ang review o sinasabi kung bakit hindi. Hindi binibilang ang review ng mga taong may interes sa ahensiya.
methodology-suspicion = Ang mga rebyung dumarating nang di-pangkaraniwang dami nang sabay, kumokopya sa iba, o galing sa network ng may interes ay muling tinitingnan ng moderator. Hanggang doon hindi sila binibilang, at sinasabi ito ng pahina; walang inaalis nang walang pasyang nakatala sa pampublikong log. Ang tinitingnan: ilan ang dumating sa gaanong panahon kumpara sa karaniwan sa ahensiya, gaano magkahawig ang mga teksto, at sa loob ng dalawang linggo, nang walang anumang address, kung ilan ang galing sa iisang network. Ang maraming reklamo nang sabay ay hindi sapat para mangyari ito.
methodology-weight = Nakadepende ang bigat ng review sa tagal at sa patunay nito. Pagkaraan ng { $months } buwan, kalahati na lang ang bigat nito kumpara sa bago, mula sa buwan ng paglalathala, dahil hindi iniimbak nang nababasa ang buwan ng pagre-recruit. Ang "effective_count" ang kabuuan ng mga bigat na ito.
methodology-prior = Maaaring nagkataon lang ang iilang review. Kaya idinadagdag ang { $strength } kathang review na kasing-ganda at kasing-pangit ng sa lahat ng ahensiya sa parehong ruta. Habang dumarami ang review ng ahensiya, lumiliit ang epekto nito. Kailangan ng ruta ang { $reviews } review mula sa { $agencies } ahensiya para rito; habang wala pa, ang mga review ng lahat ng ruta ang ginagamit, at bago iyon ay tig-isang kathang review sa bawat marka.
methodology-employers = Nire-rate ang mga employer sa parehong paraan gaya ng mga ahensiya, sa sarili nilang mga paksa: sahod, oras at pahinga, tirahan at pagkain, mga papeles, pagtrato, kontrata, katapatan tungkol sa trabaho at mga bayad. Ang inaasahan sa isang employer ay ang sinasabi ng mga manggagawa tungkol sa lahat ng employer sa koridor, hindi kailanman sa mga ahensiya nito, at gayundin sa kabaligtaran. Ang mga gastos sa koridor ay mula lang sa mga review ng ahensiya, para walang mabilang nang dalawang beses.
methodology-interval = Nasa pagitan ng "interval_low" at "interval_high" ang tunay na karaniwan sa posibilidad na { $percent } %. Kung malawak ang pagitan, kaunti pa lang ang nalalaman. Huwag pagkumparahin ang dalawang ahensiyang nagsasanib ang pagitan.
methodology-hidden = Walang ipinakikitang nakabatay sa mas kaunti sa { $minimum } review, sa ahensiya man, sa ruta, o sa aspekto. Kung ang pagkakaiba ng ipinakikita sa kabuuan ay nakabatay sa mas kaunti, may itinatago pang iba. Kaya walang makaaalam kung ano ang isinulat ng isang tao.
methodology-costs = Ang mga gastos ay ang sinabi ng mga manggagawa na binayaran nila, bawas ang naibalik, sa dolyar ng US ayon sa palitan sa buwan ng pagbabayad. Binibilog ang mga median at quartile sa dalawang digit at ipinakikita kapag may { $of_money } review na. Ang paglampas sa limitasyon ng batas, o ang pagpapalit ng kontrata sa mas masama, ay batay sa sinabi ng mga manggagawa; hindi ito pasya ng hukuman.
methodology-time = Agad nagbabago ang marka kapag may review na inilathala, binago o inalis. Binibilang ang tagal hanggang sa buwan sa "as_of", at isang buwang hindi nagbabago ang inaasahan sa ruta. Minsan sa isang araw kinukuwenta ang mga gastos sa ruta. Makukuwenta muli ng kahit sino ang marka mula sa mga numerong ipinakikita, at masusuri ng nagpapatakbo ang lahat sa "tulay recompute".
problem-review_duplicate = Nasuri mo na ang pagre-recruit na ito
    .detail = Baguhin ang iyong review gamit ang receipt code nito, o bawiin o burahin muna ito. Isang beses lang sinusuri ang isang pagre-recruit ng isang ahensiya.
problem-recruitment_fixed = Hindi na mababago ang buwan ng pagre-recruit
    .detail = May patunay na ang review, o nakatali na sa iyong app, para sa pagre-recruit na ito. Kung mali ang buwan, burahin ito at sumulat ng bago.
problem-not_a_document = Hindi ito dokumentong tinatanggap dito
    .detail = Magpadala ng larawang JPEG, PNG o WebP, o ng PDF. Ang laman ng file ang mahalaga, hindi ang pangalan nito.
problem-damaged_document = Sira ang dokumentong ito
    .detail = Nagsisimula ang file bilang larawan o PDF pero hindi nagpapatuloy. Kunan o i-save muli at iyon ang ipadala.
problem-too_many_documents = Puno na ng dokumento ang review na ito
    .detail = Hanggang { $limit } dokumento lang ang tinatanggap ng isang review. Sirain ang isang hindi pa nakikita ng moderator para magkaroon ng lugar.
problem-document_used = Napatunayan na ng dokumentong ito ang ibang review ng ahensiyang ito
    .detail = Isang review lang ang pinatutunayan ng isang dokumento. Kung ibang dokumento ito na may parehong numero, humingi ng ibang patunay sa sumulat at tanggihan ito.
problem-vouching_token_spent = Nagamit na ang token na ito
    .detail = Isang review lang ang pinatutunayan ng isang token. Magtanong sa organisasyon kung hindi ikaw ang gumamit nito.
problem-vouched_already = May token na ang manggagawang ito para sa pagre-recruit na ito
    .detail = Isang token ang nakukuha ng manggagawa sa bawat ahensiya at pagre-recruit. Hindi pinapalitan ang nawala; maaaring dokumento ang magpatunay sa review.
problem-vouching_interest = May interes ang iyong organisasyon sa ahensiyang ito
    .detail = Ang organisasyong nagsasalita para sa isang ahensiya, o gustong gawin iyon, ay hindi nagpapatunay para sa mga manggagawa nito.
fault-unknown_key = walang ganitong key na ginagamit
fault-key_expired = hindi na tinatanggap ang mga token ng key na ito
fault-wrong_signature = hindi ito pirma ng mensaheng ito sa key na ito
fault-not_blinded_for_this_key = hindi ito mensaheng binulag para sa key na ito
fault-only_of_decisions = para lamang sa mga desisyon
methodology-proof = Karamihan sa mga manggagawa ay walang maipapakita, kaya binibilang ang bawat review. Ang review na may dokumentong ipinakita sa moderator, o may organisasyong kakilala ng sumulat na nagpapatunay, ay binibilang nang isa't kalahating beses; ang kinumpirma ng hukuman o ministeryo ay dalawang beses. Walang patunay na mas mabigat pa, para hindi matalo ng iilan ang marami. Nagdaragdag lang ng bigat ang patunay kung hindi bababa sa { $minimum } review ang mayroon nito, at ang mga iyon lang ang sinasabi ng "proof_mix": kung hindi, makikita kung sino ang may napatunayan. Walang kailangang magpakilala para sa alinman dito.

# Rights.
article-other_language = Wala pang teksto sa wikang { $wished }. Binabasa mo ito sa wikang { $language }.
article-machine_translation = Makina ang nagsalin ng tekstong ito at wala pang sumuri. Bago gumawa ng mahalagang pasya, ihambing ito sa tekstong Ingles o magtanong sa isang organisasyon.
article-not_reviewed = Wala pang abogado o eksperto sa paggawa na sumuri sa tekstong ito. Impormasyon ito, hindi payong legal.
article-stale_translation = Nagbago na ang tekstong Ingles mula nang isalin ito. Kung mahalaga ito sa iyo, basahin ang Ingles o magtanong sa isang organisasyon.

# Staff and organisations.

problem-unknown_set_up_token = Walang nabubuksan ang set-up token na ito
    .detail = Nagamit na ito, lumipas na ang 72 oras nito, o kulang ang naipasok. Humingi ng bago.
problem-unknown_refresh_token = Walang nabubuksan ang refresh token na ito
    .detail = Tapos na ang session. Mag-sign in ulit.
problem-token_reused = Tinapos ang session na ito para sa iyong kaligtasan
    .detail = Dalawang beses nagamit ang refresh token nito, kaya maaaring hawak ito ng iba. Mag-sign in ulit.
problem-proof_refused = Hindi ito nakumpirma
    .detail = Mali ang lumang password o ang one-time code. Walang nabago.
problem-account_name_taken = Ginagamit na ang pangalan ng account na ito
    .detail = May nagsa-sign in na gamit ang pangalang ito. Pumili ng iba.
problem-last_administrator = Mananatili ang huling administrador
    .detail = Gawin munang administrador ang iba, para hindi mawalan nito ang organisasyon.
problem-own_account = Iba ang dapat gumawa nito
    .detail = Walang maaaring magbago ng sarili niyang tungkulin, o mag-disable o mag-reset ng sariling account. Magpatulong sa ibang administrador.
problem-second_factor_missing = Walang ikalawang patunay ang account na ito
    .detail = Nagbubukas ng selyadong rekord ang tungkulin. I-reset ang account, ibigay ang tungkulin, at ipa-set up itong muli sa may-ari gamit ang authenticator app.
problem-competence_missing = Hindi ginagawa ng organisasyong ito ang para sa tungkuling iyon
    .detail = Nagpapasya ang mga moderator sa mga review ng lahat, kaya mayroon lamang nito ang organisasyong may kakayahang "moderation". Ang nagpapatakbo ng serbisyo ang nagbibigay nito. Ang mga kinatawan ng ahensiya ay kabilang sa organisasyong may uring "recruitment_agency".

fault-password_common = ay isa sa mga password na unang sinusubukan
fault-password_repetitive = ay kulang sa magkakaibang karakter
fault-password_contains_name = ay hindi dapat maglaman ng pangalan ng account
fault-wrong_code = ay hindi ang code na ipinapakita ng app ngayon

# Assistance.

problem-status_not_reachable = Hindi pa maaaring gawin ang hakbang na ito
    .detail = Ang kalagayan ngayon ay { $from }. Mula roon, maaari itong maging: { $next }.
problem-request_withdrawn = Binawi na ang hiling na ito
    .detail = Wala nang maidaragdag o magagawa rito. Maaaring maghain ng bagong hiling kahit kailan.
problem-consent_withdrawn = Hindi na pinapayagan ng tao na mabasa ito
    .detail = Binawi niya ang kanyang pahintulot. Nananatiling selyado ang kanyang isinalaysay.
problem-erasure_waits = Hinihintay ng tao na mabura ang hiling na ito
    .detail = Hiniling ng tao na burahin ito, at utos lamang ng hukuman ang nagpapaliban. Hindi maaaring sumunod ang ibang dahilan; alisin na lang ang pagtatago.
fault-unknown_organisation = walang organisasyong may ganitong id na tumatanggap ng mga hiling ng tulong
fault-unknown_time_zone = ay hindi isang time zone
fault-only_with = ay ipinapadala lamang kasama ng kalagayang { $expected }
fault-pause_too_long = ay masyadong malayo
fault-not_a_country_of_yours = ay hindi bansa ng iyong organisasyon
fault-not_a_case_worker = ay hindi case worker ng iyong organisasyon
problem-triage_rules_published = Nailathala na ang mga tuntuning ito
    .detail = Hindi na binabago ang nailathala. Gumawa ng bagong tuntunin; para bumalik, ilathalang muli ang dati.
problem-too_many_drafts = Napakaraming burador ang naghihintay
    .detail = Hanggang { $limit } lang. Itapon ang hindi na kailangan.
problem-escalated_already = Nasabi na
    .detail = Nasabi mo na ito sa nakaraang tatlong araw. Bigyan ng kaunting panahon ang mga sinabihan.
problem-not_acknowledged = Wala pang kumikilala sa hiling
    .detail = Ang kinilala lamang ang maaaring maghintay. Kilalanin muna ito.
problem-paused_already = Nakatigil na ang orasan
    .detail = Patakbuhin muna ulit ito.
problem-not_paused = Tumatakbo ang orasan
    .detail = Walang ipagpapatuloy.
problem-offer_over = Tapos na ang alok na ito
    .detail = Nasagot na ito, lumipas na ang oras, o ayaw na ng tao.
problem-nobody_else = Walang ibang makatatanggap nito
    .detail = Tanggihan na lang ang hiling, para malaman ng tao kung saan pa siya makalalapit.
problem-request_ended = Tapos na ang trabaho sa hiling na ito
    .detail = Hindi na ito maipapasa sa iba.
problem-alert_acknowledged = May iba nang nag-aasikaso nito
    .detail = Sinagot na ang alerto ng isa pang tinawagan.
problem-alert_closed = Sarado na ang alertong ito
    .detail = Hindi na kailangang sagutin. Sinasabi ng alerto kung bakit.
fault-danger_not_critical = ay dapat may tuntuning gumagawang kritikal sa bawat hiling na nagsasabing danger_now, na walang ibang kondisyon
fault-rule_without_condition = ay walang kondisyong dapat matupad
fault-less_than_at_least = ay mas mababa sa at_least
triage-notice = Sinasabi ng priyoridad kung gaano kaagad dapat tingnan ang hiling. Hindi ito hatol ng batas: hindi rito pinagpapasyahan kung sapilitang paggawa o iba pang krimen ang isang bagay.
assistance-danger-called = Dahil sa panganib, tinawag ang mga taong makatutulong. Wala pang sumasagot; kung walang sumagot, iba ang tatawagin. Kung nasa panganib ka ngayon, huwag maghintay: tumawag sa numerong pang-emergency.
assistance-danger-acknowledged = Dahil sa panganib, tinawag ang mga taong makatutulong, at inaasikaso na ng isa sa kanila ang iyong hiling. Kung nasa panganib ka ngayon, huwag maghintay: tumawag sa numerong pang-emergency.
assistance-next-danger = Kung ikaw o may iba pang nasa panganib ngayon, pumunta sa ligtas na lugar kung kaya mo, kung saan may ibang tao. Una ang iyong buhay; makapaghihintay ang hiling na ito.
assistance-next-call_emergency = Kung ikaw o may iba pang nasa panganib ngayon, tumawag agad sa isa sa mga numerong pang-emergency. Huwag mo kaming hintayin.
assistance-next-keep_code = Isulat sa papel ang receipt code at itago kung saan walang ibang makakakita. Ngayon lang ito ipapakita, at ito lang ang magbubukas ng iyong hiling.
assistance-next-organisation_reads = Nasa { $organisation } na ang iyong hiling at mababasa nila ito bago o sa { $date }.
assistance-next-feedback = Bago o sa { $date }, sasabihin sa iyo ng { $organisation } kung ano ang nagawa.
assistance-escalated-administrators = Sinabihan ang mga namumuno ng organisasyon na hindi umuusad ang iyong hiling ayon sa pangako. Kung walang mangyari, sasabihan ang nagpapatakbo ng serbisyong ito.
assistance-escalated-operator_desk = Sinabihan ang nagpapatakbo ng serbisyong ito na hindi umuusad ang iyong hiling ayon sa pangako.
assistance-next-offered = Tinanong ang { $organisation } kung tatanggapin ang iyong hiling at sasagot ito bago o sa { $date }. Kung hindi nito kaya, ang kasunod ang tatanungin. Hangga’t walang tumatanggap, walang nagbabasa ng isinulat mo: kung hindi ito makapaghihintay, lumapit sa isa sa mga nakalistang contact dito.
assistance-next-nobody_covers = Wala pang organisasyong gumagamit ng serbisyong ito na kumikilos sa bansang ito. Nakatago ang iyong hiling at mapupunta sa unang organisasyong makakatulong. Hanggang doon, walang nagbabasa nito: lumapit sa isa sa mga nakalistang contact dito.
assistance-next-come_back = Bumalik gamit ang receipt code para makita ang kalagayan at para magbasa at magpadala ng mga mensahe. Walang makikipag-ugnayan sa iyo sa paraang hindi mo pinayagan.
assistance-next-erasure_near = Buburahin ang iyong hiling sa { $date }. Kung kailangan mo pa ito, magsulat ng mensahe: itatago ito nang isa pang buwan.
assistance-next-held = Itinatago ang iyong hiling hanggang { $date } dahil hinihingi ng batas. Pagkatapos ay buburahin ito kapag tapos na ang panahon nito, o kapag hiniling mo.
request-left-statistics = Isang linya ng estadistika: ang bansa, ang buwan, kung tungkol saan ang hiling at kung hanggang saan ito umabot. Walang taong matutunton dito.
request-left-audit_log = Sa talaan ng mga kawani: ang numero ng hiling, at kung sino ang nagbukas nito at kailan. Hindi ang kanilang nabasa.
request-left-receipt_hash = Isang bakas ng iyong receipt code, kasama ang numero ng ipinadala mo at ang buwan nito, para masagot ang code ng "binura na".
request-left-sealed_answers = Sa loob ng ilang araw, ang mga sagot ng serbisyong ito sa iyong app, selyado gamit ang susi na nasa app mo lang.
request-left-backups = Mga lumang kopya ng database, kung saan selyado ang iyong hiling, hanggang sirain ang mga ito ng nagpapatakbo.

# Safety.

problem-report_status_not_reachable = Hindi pa maaaring gawin ang hakbang na ito sa ulat
    .detail = Ang kalagayan ngayon ay { $from }. Mula roon, maaari itong maging: { $next }.
problem-report_withdrawn = Binawi na ang ulat na ito
    .detail = Binawi ito ng nag-ulat. Wala nang mababasa o maidaragdag dito; maaaring maghain ng bagong ulat kahit kailan.
problem-too_much_evidence = Puno na ng ebidensya ang ulat na ito
    .detail = Hanggang { $limit } file lang ang tinatanggap ng isang ulat. Ilarawan sa karagdagan ang iba pang nakikita.
problem-not_evidence = Hindi ito file na tinatanggap dito
    .detail = Magpadala ng larawang JPEG, PNG o WebP, ng recording o ng video. Ang laman ng file ang mahalaga, hindi ang pangalan nito.
problem-damaged_evidence = Sira ang file na ito
    .detail = Maayos ang simula ng file ngunit hindi ang kasunod. Ipadala nang buo, o gawin itong muli.
fault-does_not_fit_kind = hindi angkop sa uri ng ulat na ito
fault-given_twice = pareho ang sinasabi sa isa pang bahagi; isa lang ang ipadala
problem-report_merged = Nasa likod ng ibang ulat ang ulat na ito
    .detail = Pareho ang panganib nito sa ibang ulat at doon ito inaasikaso. Baguhin ang isa, o ihiwalay muna ito.
problem-report_not_publishable = Hindi maaaring ipakita sa publiko ang ulat na ito
    .detail = Magandang gawi lamang ang ipinapakita sa publiko, at kung pumayag lamang ang nag-ulat.
fault-unknown_form = ay hindi kailanman nailathalang form
fault-unknown_question = ay hindi tinatanong sa form na ito
fault-wrong_answer = ay hindi sagot sa tanong na ito
fault-unknown_board = ay walang kaukulang board; sabihin na lang kung saan
fault-unknown_reference = ay wala nang kaukulang ulat
fault-unknown_report = ay hindi ibang ulat ng organisasyon mo
fault-not_an_inspector = ay hindi inspektor ng iyong organisasyon
safety-alert-called = Tinawag ang mga inspektor dahil sa panganib. Wala pang sumasagot; kung walang sumagot, iba ang tatawagin. Huwag silang hintayin: tumawag sa numerong pang-emergency.
safety-alert-seen = Tinawag ang mga inspektor dahil sa panganib, at may nag-aasikaso na nito. Kung nasa panganib ka, huwag maghintay: tumawag sa numerong pang-emergency.
safety-alert-nobody = Wala pang natatawag; susubukan ulit. Tumawag na ngayon sa numerong pang-emergency.
duty-text = Ikaw ang naka-duty at may nangangailangan sa iyo ngayon. Mag-sign in at basahin ang iyong mga alerto.
open311-filed = Salamat. Ibigay ang code na ito sa nag-ulat, at huwag itong itago saanman: gamit ito masusubaybayan at mababawi niya ang ulat. { $code }
open311-hazard_codes = Tungkol sa anong mga panganib
open311-may_be_published = Kung maaaring ipakita sa publiko, sa mga salita ng inspektor
open311-yes = Oo
open311-no = Hindi
safety-next-danger = Lumayo agad sa panganib at balaan ang iba kung kaya mo. Una ang buhay mo; makapaghihintay ang ulat na ito.
safety-next-call_emergency = Kung may nasaktan o nasa panganib, tumawag agad sa isa sa mga numerong pang-emergency. Huwag mo kaming hintayin.
safety-next-keep_code = Isulat sa papel ang receipt code at itago kung saan walang ibang makakakita. Ngayon lang ito ipapakita, at ito lang ang magbubukas ng iyong ulat.
safety-next-organisation_reads = Nasa { $organisation } na ang iyong ulat at mababasa nila ito bago o sa { $date }.
safety-next-feedback = Bago o sa { $date }, sasabihin sa iyo ng { $organisation } kung ano ang nagawa.
safety-next-nobody_covers = Wala pang organisasyong gumagamit ng serbisyong ito na nag-iinspeksiyon ng mga lugar ng trabaho sa bansang ito. Nakatago ang iyong ulat at mapupunta sa unang organisasyong makakagawa nito. Hanggang doon, walang nagbabasa nito: lumapit sa isa sa mga nakalistang contact dito.
safety-next-come_back = Bumalik gamit ang receipt code para makita ang kalagayan, magdagdag ng larawan, at magbasa at magpadala ng mga mensahe. Walang makikipag-ugnayan sa iyo, at walang sinasabi ang serbisyong ito sa iyong employer.
safety-left-statistics = Isang linya ng estadistika: ang bansa, ang buwan, ang uri ng ulat at kung hanggang saan ito umabot. Walang taong matutunton dito.
safety-left-audit_log = Sa talaan ng mga kawani: ang numero ng ulat, at kung sino ang nagbukas nito at kailan. Hindi ang kanilang nabasa.
safety-left-receipt_hash = Isang bakas ng iyong receipt code, kasama ang numero ng ipinadala mo at ang buwan nito, para masagot ang code ng "binura na".
safety-left-sealed_answers = Sa loob ng ilang araw, ang mga sagot ng serbisyong ito sa iyong app, selyado gamit ang susi na nasa app mo lang.
safety-left-backups = Mga lumang kopya ng database, kung saan selyado ang iyong ulat, hanggang sirain ang mga ito ng nagpapatakbo.
problem-cases_stranded = Maiiwan ang mga kasong ito nang walang makapagbubukas
    .detail = Ang account na ito lamang ang makapagbubukas ng { $cases }. Ipabukas muna ang mga ito sa isang kasamahan, o ibigay sa kanya ang mga susi; saka subukang muli.
problem-case_key_locked = Hindi bukas sa session na ito ang iyong susi para sa mga kaso
    .detail = Buksan ito sa POST /v1/staff/sessions/current/case-key gamit ang iyong passphrase, o mag-sign in muli gamit ang iyong password.
problem-case_key_not_held = Hindi pa ibinibigay sa iyo ang susi ng hiling na ito
    .detail = Ibibigay ito sa iyo ng kasamahang magbubukas nito, ng isang tagapag-ingat, o ng susunod na pagbisita ng manggagawa.
problem-not_an_attachment = Hindi ito file na tinatanggap dito
    .detail = Magpadala ng larawang JPEG, PNG o WebP, ng recording, o ng PDF. Ang laman ng file ang mahalaga, hindi ang pangalan nito.
problem-damaged_attachment = Sira ang file na ito
    .detail = Maayos ang simula nito ngunit hindi ang kasunod. Pakipadala nang buo, o gawin itong muli.
problem-too_many_attachments = Puno na ng mga attachment ang hiling na ito
    .detail = Hanggang { $limit } attachment ang matatanggap ng isang hiling. Ang iba pa ay mailalarawan sa isang karagdagan.
fault-no_case_key = ay hindi aktibong case worker na may susi; kailangan niyang mag-sign in nang isang beses
problem-webhook_endpoints_full = Naabot na ng organisasyon ang dami ng webhook endpoint na pinapayagan
    .detail = Hanggang { $limit } endpoint lang ang maaaring magkaroon ang isang organisasyon. Burahin ang hindi na kailangan.
problem-webhook_endpoint_disabled = Nakapatay ang webhook endpoint
    .detail = Buhayin muna ito; pagkatapos ay maipapadala muli ang hindi naipadala.
fault-not_a_public_address = dapat https na address ng server sa pampublikong network
problem-client_revoked = Binawi na ang client na ito
    .detail = Hindi na ito magagamit. Gumawa ng bago.
problem-client_authenticates_otherwise = Iba ang paraan ng pagpapatunay ng client na ito
    .detail = Walang secret ang client na pumipirma, at walang key ang may secret. Gumawa ng bago.
fault-not_a_public_key = dapat public key: RSA na hindi bababa sa 2,048 bits, P-256 o Ed25519, na walang pribadong bahagi
problem-openid_not_configured = Walang panlabas na pag-sign in dito
    .detail = Mag-sign in gamit ang pangalan ng account at password.
problem-unknown_openid_state = Walang ganitong pag-sign in na isinasagawa
    .detail = Masyadong natagalan o nagamit na ito. Simulan ulit ang pag-sign in.
problem-unknown_openid_invitation = Walang nabubuksan ang imbitasyong ito
    .detail = Nagamit na ito o tapos na ang panahon nito. Humingi ng bago sa administrador ng iyong organisasyon.
problem-openid_refused = Hindi natuloy ang panlabas na pag-sign in
    .detail = Hindi kinumpirma ng provider kung sino ka. Simulan ulit ang pag-sign in.
problem-openid_not_linked = Walang account dito na nakaugnay sa iyo
    .detail = Humingi ng imbitasyon sa administrador ng iyong organisasyon at gamitin ito sa pag-sign in.
problem-openid_linked_otherwise = May ibang account na nakaugnay sa iyo
    .detail = Isang account lang dito ang para sa isang tao sa provider. Maaaring alisin ng administrador ang kabilang ugnayan.

# What came of a request.

problem-no_outcome_yet = Wala pang kinalabasan
    .detail = Hindi pa sinasabi ng organisasyon kung ano ang kinalabasan ng hiling mo. Puwede kang magpadala ng mensahe anumang oras.
problem-satisfaction_given = Nasabi mo na kung gaano ka nasiyahan
    .detail = Minsan lang ito itinatanong. Huwag nang isama; ang iba ay puwedeng sabihin muli.

# The diary, and the claim that follows from it.

problem-diary_full = Puno na ang talaarawan
    .detail = { $limit } tala ang kasya rito. Alisin ang mga hindi kailangan, saka ipadalang muli.
problem-no_claim_rule = Wala pang nagsabi kung paano kukuwentahin ang habol
    .detail = Ilagay muna ang napagkasunduang sahod at ang mga multiplier (`claim-rule`).
problem-claim_too_large = Masyadong malaki ang mga halaga para makuwenta
    .detail = Hanapin kung may halaga o bilang ng piraso na mali ang pagkakasulat.
fault-other_than_claim = dapat ay ang pera ng habol
claim-assumes-hours_as_written = Ang mga oras ay ayon sa isinulat mo.
claim-assumes-breaks_unpaid = Hindi binibilang na trabaho ang pahinga.
claim-assumes-overtime_beyond = Overtime ang lampas sa karaniwang araw, at lampas sa karaniwang linggo kung may nakasaad. Nagsisimula ang linggo sa Lunes.
claim-assumes-rest_days_as_marked = Ang mga araw ng pahinga ay ang minarkahan mo; hindi kasama sa karaniwang linggo ang mga oras doon.
claim-assumes-daily_rate_divided = Ang isang oras ng arawang sahod ay ang sahod na hinati sa mga oras ng karaniwang araw.
claim-assumes-monthly_rate_divided = Ang isang oras ng buwanang sahod ay ang sahod na hinati sa mga araw ng buwan at mga oras ng karaniwang araw.
claim-assumes-pieces_without_overtime = Ang trabahong por piraso ay binabayaran ayon sa dami, walang overtime.
claim-assumes-payments_in_month_of_entry = Ang bayad ay kasama sa buwan ng tala na nagbanggit nito.
claim-assumes-rounded_per_month = Minsang nira-round ang bawat buwan sa pinakamaliit na yunit ng pera, pataas ang kalahati.
claim-remark-no_rate = Walang sahod para sa talang ito, kaya hindi binilang ang mga oras.
claim-remark-other_currency = Nasa ibang pera ang sahod o bayad kaya hindi binilang.
claim-remark-no_days_per_month = Buwanan ang sahod at hindi nakasaad kung ilang araw ang panghati, kaya hindi binilang.
claim-remark-no_pieces = Por piraso ang bayad at hindi sinabi kung ilan, kaya hindi binilang.
claim-remark-overlaps = Sumasabay ito sa ibang tala; parehong binilang.
fault-unknown_message = ay hindi mensahe ng hiling na ito

# The evidence pack on paper.

pack-title = Pakete ng ebidensiya
pack-made_at = Ginawa noong
pack-request = Hiling
pack-digest = SHA-256 ng JSON
pack-attached = Nakalakip sa file na ito ang JSON bilang evidence-pack.json.
pack-claim = Habol
pack-diary = Talaarawan ng trabaho at bayad
pack-messages = Mga mensahe
pack-outcome = Ang kinalabasan
pack-attachments = Mga larawan, rekording at dokumento
pack-as_received = gaya ng pagtanggap
pack-custody_log = Tala ng pag-iingat
pack-source = Pinagmulan
pack-ordinary = karaniwang oras
pack-overtime = overtime
pack-rest_day = araw ng pahinga
pack-entitled = dapat bayaran
pack-paid = nabayaran
pack-owed = kulang
pack-total = Kabuuan
pack-breaks = pahinga
pack-edited = binago
pack-earlier = bersiyon
pack-parts = SHA-256 ng bawat bahagi
pack-not_judged = Ang nakasulat dito ay sinabi ng tao at kinuwenta mula roon. Wala pang awtoridad na nagpasya tungkol dito.

# Check-ins.

check-in-question = Kumusta ka mula noon? May nagpaparusa ba sa iyo dahil humingi ka ng tulong?
check-in-question-report = Kumusta ka mula noon? May nagpaparusa ba sa iyo dahil nag-ulat ka ng panganib?
problem-check_in_not_due = Hindi ka pa tinatanong
    .detail = Itatanong ito sa susunod. Puwede kang magpadala ng mensahe anumang oras.
problem-check_in_answered = Nasagot mo na ito
    .detail = Magpadala ng mensahe kung may nagbago.

# Requests that belong together.

fault-unknown_request = ay hindi ibang hiling ng organisasyon mo

# Mga usapan sa text. Maikli, walang pangalan ng serbisyo. Ang mga susing salita ay pinaghihiwalay ng kuwit.
sms-language-name = Filipino
sms-keywords-stop = stop, tigil, itigil, hinto, ihinto, ayoko na
sms-keywords-start = start, simula, magsimula, simulan, umpisa
sms-keywords-help = help, tulong, tulungan, info, impormasyon
sms-keywords-danger = sos, panganib, saklolo, emergency
sms-keywords-language = wika, language
sms-language = { $list }
sms-menu = 1 Humingi ng tulong
    2 May code ako
    3 Mga numerong pang-emergency
    4 Wika
sms-help = Libreng tulong para sa manggagawa. Hindi kailangan ang pangalan. Burahin ang text na bawal makita ng iba. SOS: panganib. WIKA: ibang wika. STOP: wala nang text.
sms-country-guess = Nasa { $country } ka ba?
    1 Oo
    2 Hindi
sms-country = Nasaang bansa ka? I-text ang pangalan nito.
sms-country-unknown = Hindi namin alam ang bansang iyan. I-text ang pangalan nito, o ang dalawang letra gaya ng SG.
sms-numbers-of = Ibang bansa? I-text ang pangalan. 1: humingi ng tulong
sms-numbers = Kung may panganib, tawagan: { $numbers }
sms-no-numbers = Kung may panganib, tawagan ang pulis kung nasaan ka.
sms-urgency = Gaano kabilis mo kailangan ng tulong?
    1 Nasa panganib ako ngayon
    2 Ngayong linggo
    3 Hindi apurahan
sms-topics = Tungkol saan ito? I-text ang isa o higit pang numero, gaya ng 1 3
    { $list }
    0 Iba pa
sms-words = I-text ang nangyari, sa isa o higit pang text. I-text ang 1 kapag tapos na, 0 para itapon lahat.
sms-words-in-danger = I-text ang 1 para humingi ng tulong ngayon. O i-text muna kung nasaan ka at ano ang nangyayari.
sms-words-more = Natanggap. Mag-text pa, o 1 kapag tapos na.
sms-words-full = Hindi na kasya at hindi naitabi ang text na ito. I-text ang 1 para magpatuloy.
sms-may-text = Puwede ba naming i-text ang numerong ito kapag may balita?
    1 Oo
    2 Hindi, magtatanong ako gamit ang code
sms-confirm = Babasahin ito ng organisasyong tumutulong sa bansa mo.
    1 Ipadala
    0 Itapon lahat
sms-kept = Itinabi namin ang isinulat mo.
sms-dropped = Itinapon. Walang naipadala.
sms-filed = Naipadala. May hiwalay na text ang code mo. Isulat sa papel, saka burahin ang mga text. I-text ang code dito para mabasa ang sagot.
sms-code = I-text ang code mo, 32 numero. 0: balik
sms-code-wrong = Walang nabubuksan ang code na iyan. Tingnan ang bawat grupo. 0: balik
sms-code-wait = Masyadong maraming maling code. Subukan ulit pagkaraan ng ilang minuto.
sms-code-elsewhere = Para sa iba ang code na iyan. Gamitin ito sa app.
sms-code-ended = Wala nang nabubuksan ang code na iyan.
sms-code-over = Paki-text ulit ang code mo.
sms-case = 1 Kalagayan
    2 Basahin ang sagot
    3 Sumulat
    4 Bawiin
    5 Burahin
    0 Tapusin
sms-standing = { $status }. May balita bago ang { $date }.
sms-standing-ended = { $status }.
sms-no-answer = Wala pang sagot.
sms-no-older-answer = Wala nang mas lumang sagot.
sms-message = I-text ang mensahe mo, sa isa o higit pang text. 1: ipadala, 0: itapon
sms-message-more = Natanggap. Mag-text pa. 1: ipadala, 0: itapon
sms-sent = Naipadala.
sms-take-back = Kapag binawi, wala nang babasa nito.
    1 Bawiin
    0 Hindi
sms-taken-back = Nabawi na.
sms-erase = Mawawala ito nang tuluyan.
    1 Burahin
    0 Hindi
sms-erased = Nabura na. Burahin din ang mga text sa telepono mo.
sms-erase-waits = Sarado na sa lahat. May utos ng korte; buburahin ito kapag natapos iyon.
sms-status-only = Kalagayan lang ang ipinapakita ng code na ito.
sms-was-taken-back = Binawi na ito. Wala nang maisusulat.
sms-danger-told = Nasabi na namin sa organisasyon.
sms-bye = Burahin ang mga text na ito kung binabasa ng iba ang telepono mo.
sms-stopped = Wala nang darating na text. I-text ang START para magsimula ulit.

# Reaching people.

contact-text-1 = Kumusta! Tawagan mo ako kapag may oras ka.
contact-text-2 = Kumusta ka? May sasabihin ako sa iyo.
contact-text-3 = Hi, mag-text ka kapag puwede ka na.
contact-text-4 = Kumusta, may balita ako. Usap tayo.
contact-text-named = { $organisation }: may bago para sa iyo. Gamitin ang code mo para mabasa.
problem-contact_refused = Labas sa plano ang pakikipag-ugnayang ito
    .detail = Hindi ito pinapayagan ng plano ng tao ({ $reason }). Naitala ito sa kahilingan. Susunod na oras: { $not_before }.

# Consents and referrals.
problem-consent_not_covering = Walang pahintulot na sumasaklaw sa lahat ng ito
    .detail = Humingi sa tao ng pahintulot para sa tatanggap at layuning ito, o alisin ang hindi nito saklaw.
problem-recipient_refused = Ayaw ng tao sa tatanggap na ito
    .detail = Inalis o tinanggihan niya ito. Walang sasabihin dito kahit may buhay na nanganganib; lumapit sa iba.
problem-no_danger_to_life = Walang nalalamang buhay na nanganganib
    .detail = Kung walang pahintulot, may ipinapakita lamang kapag danger_now ang sinasabi ng hiling o critical ang priyoridad nito.
problem-referral_over = Tapos na ang pagsangguning ito
    .detail = Nasagot na ito, binawi, o lumipas na ang oras.
problem-transfer_open = Inililipat na ang hiling
    .detail = Hintayin ang sagot, o bawiin muna ang paglilipat na iyon.
problem-consent_ended = Tumanggi ang tao
    .detail = Siya lamang ang makapagsasabi muli ng oo, gamit ang code ng resibo niya.
problem-too_many_consents = Masyado na itong marami para sa isang hiling
    .detail = Hanggang { $limit } lamang ang tinatanggap ng isang hiling.
problem-not_handed_over = Hindi ipinahintulot ng tao na ipasa ito
    .detail = Galing sa ibang organisasyon ang hiling. Itanong sa tao kung puwede mo rin itong basahin.
fault-belongs_to = ay para lamang sa { $expected }
fault-own_organisation = hindi dapat ang sarili mong organisasyon
fault-unknown_attachment = ay hindi kalakip ng hiling na ito
assistance-next-consent_asked = May case worker na nagtatanong kung puwedeng may malaman ang ibang organisasyon tungkol sa iyo. Tingnan kung sino at bakit, at sumagot ng oo sa lahat o bahagi nito, o hindi.
assistance-next-consent_overridden = May bahagi ng hiling mo na ipinakita sa ibang organisasyon nang hindi ka natanong, dahil mukhang nanganganib ang buhay mo. Tingnan kung kanino, ano, at bakit.

# Establishments.

problem-establishment_merged = Isinama na ang lugar ng trabahong ito sa iba
    .detail = Baguhin ang natira: { $into }.
problem-merged_since = May mas bagong pagsasama pagkatapos nito
    .detail = Bawiin muna ang mas bagong pagsasama; saka mababawi ang isang ito.
fault-more_than_total = ay higit sa kabuuan ng mga manggagawa
fault-unknown_establishment = ay hindi lugar ng trabahong naroon
fault-same_establishment = dapat ibang lugar ng trabaho
fault-list_unreadable = ay hindi mabasa bilang listahan ng mga linya at hanay
fault-unknown_column = ay hindi kilalang hanay dito
fault-missing_column = ay hanay na kailangang nasa listahan

# Files that come in part by part.

problem-tus_version_not_supported = Hindi sinusuportahan ang bersyong ito ng tus
    .detail = Ipadala ang `Tus-Resumable: 1.0.0`.
problem-upload_offset_mismatch = Nasa ibang bahagi na ang pag-upload
    .detail = Itanong sa HEAD kung nasaan na ito (`Upload-Offset`) at magpatuloy mula roon. Walang naitabi mula sa kahilingang ito.
problem-checksum_mismatch = Hindi pareho ang dumating sa ipinadala
    .detail = Hindi tugma ang checksum. Walang naitabi mula sa kahilingang ito; ipadala itong muli.
problem-checksum_not_supported = Hindi kilala rito ang checksum na ito
    .detail = Gamitin ang `sha1` o `sha256`, na nasa Base64 ang checksum.
problem-too_many_uploads = Masyadong marami ang hindi pa tapos na pag-upload
    .detail = Hanggang { $limit } lang ang maaaring simulan. Tapusin o burahin ang isa sa mga ito.
problem-upload_expired = Hindi natapos sa oras ang pag-upload na ito
    .detail = Simulan itong muli.

# Planning of visits
problem-visit_plan_drawn = May plano na para sa panahong ito
    .detail = Isang beses lamang binubunot ang plano sa bawat panahon. Baguhin o kanselahin na lang ang mga pagbisita.
problem-visit_plan_open = Hindi pa tinatanggap ang huling plano
    .detail = Tanggapin muna ito; saka mapaplano ang susunod na panahon.
problem-visit_plan_accepted = Tinanggap na ang planong ito
    .detail = Nagawa na ang mga pagbisita nito. Baguhin o kanselahin na lang ang mga pagbisita.
fault-not_its_inspector = ay sinasabi ng inspektor na may hawak ng ulat
fault-not_a_planning_period = ay dapat unang araw ng panahong ito ng pagpaplano o ng susunod

# Mga tablet ng mga inspektor.

problem-invalid_dpop_proof = Hindi napatunayan ang susi ng tablet na ito
    .detail = Magpadala ng bagong patunay na `DPoP` para mismo sa kahilingang ito, pinirmahan ng susing ginamit ng tablet sa pag-sign in (RFC 9449). Kung mali ang orasan ng tablet, kunin ang oras sa header na `Date` ng sagot na ito.
problem-device_revoked = Hindi na pinagkakatiwalaan ang tablet na ito
    .detail = Burahin ang lahat ng itinatago ng app na ito, kasama ang susi nito, at saka sabihin sa may hawak na binawi na ito. Wala nang ibang isasagot sa anumang hihilingin gamit ang susing ito.
problem-device_key_missing = Walang susing nakakabit sa session na ito
    .detail = Mag-sign in sa tablet nang may patunay na `DPoP`, at saka ito irehistro.
problem-device_key_taken = May tablet nang nakarehistro sa susing ito
    .detail = Gumawa ng bagong susi para sa bawat inspektor at bawat tablet, mag-sign in gamit ito, at irehistro ito.
problem-device_needed = Kailangan dito ang nakarehistrong tablet
    .detail = Mag-sign in sa tablet nang may patunay na `DPoP` at irehistro ito sa `/v1/staff/devices`. Sa mesa, gamitin ang mga address ng mga pagbisita.
fault-unknown_visit = ay hindi pagbisita mo; sa mga pagbisita lang ng inspektor nito sumusulat ang tablet
fault-unknown_record = ay hindi talang nasa serbisyo; ipasa muna ang paggawa nito
fault-not_of_this_visit = ay wala sa ganoong uri sa pagbisitang ito
fault-no_visit_there = ay hindi pagbisita sa parehong establisimyento
fault-evidence_needed = ay nangangailangan ng ebidensiya para sa sagot sa { $item } ({ $answer }), o ng dahilan kung bakit wala
fault-unknown_campaign = ay hindi kampanya ng inyong inspektorado
fault-only_by_planners = ay itinatakda sa opisina ng nagpaplano ng mga pagbisita
fault-cannot_change = ay hindi mababago
fault-predecessor_missing = ay nakasalalay sa pagbabagong hindi dumating sa loob ng limang araw
fault-predecessor_rejected = ay nakasalalay sa pagbabagong tinanggihan

# Mga inspeksiyon.

problem-too_many_checklists = Naabot na ng inspektoratong ito ang pinakamaraming checklist
    .detail = Iniingatan magpakailanman ang mga lumang bersiyon, kaya may hangganan ang maaaring ilathala. Magtanong sa nagpapatakbo ng serbisyong ito.
problem-not_of_the_team = Ang pangkat lamang ng pagbisitang ito ang makagagawa niyan
    .detail = Mababasa ito ng iba sa inspektorato. Ang susulat tungkol dito ay idinaragdag muna sa pangkat.
problem-too_many_interviews = Naabot na ng pagbisitang ito ang pinakamaraming panayam
    .detail = Ang iba pang maririnig ay para sa ibang pagbisita.
problem-visit_not_ended = Hindi pa tapos ang pagbisita
    .detail = Nilalagdaan ang ulat kapag nagawa na ang pagbisita, o hindi ito nagawa.
problem-year_not_over = Hindi pa tapos ang taon
    .detail = Inilalathala ang taunang ulat kapag tapos na ang taon nito sa bansa ng inspektorado.
problem-report_changed = Hindi ito ang sinasabi ng ulat ngayon
    .detail = Basahin muli ang ulat at lagdaan ang sinasabi nito. Ang nalagdaan na ay hindi na lalagdaan muli.
fault-never_changes = ay hindi kailanman nagbabago
fault-not_a_next_step = ay hindi maaaring sumunod sa kasalukuyang kalagayan
fault-unknown_checklist = ay hash ng walang kilalang checklist dito
fault-not_for_this_visit = ay checklist para sa ibang bansa o ibang panahon
fault-unknown_item = ay wala sa checklist na ito
fault-does_not_fit_type = ay para sa mga aytem na uring choice lamang
fault-one_of_the_two = ay nangangailangan ng isa lamang sa dalawang kasapi nito
fault-set_by_the_service = ay itinatakda ng serbisyo at hindi maipadadala
fault-no_working_calendar = ay hindi mabilang: hindi alam dito ang mga araw ng trabaho ng bansang ito; sabihin ang huling araw
fault-beyond_known_holidays = ay lampas sa { $until }, hanggang kung kailan alam dito ang mga pista opisyal; sabihin ang huling araw
fault-code_of_the_service = ay code ng checklist na kasama ng serbisyo; pumili ng iba
fault-unknown_script = ay hash ng walang nailathalang script
fault-needs_english = ay dapat may teksto sa Ingles (en)

# Versions of articles.

problem-article_exists = May artikulo nang may ganitong pangalan
    .detail = Magsimula ng bagong bersiyon nito, o pumili ng ibang pangalan.
problem-article_draft_open = May gumagawa na sa artikulong ito
    .detail = Isang bersiyon lang ang ginagawa sa bawat pagkakataon. Ituloy iyon, o isuko muna iyon.
problem-article_version_stands = Wala ang bersiyong ito sa yugtong ginagawa ito
    .detail = Binabago at isinusumite ang mga burador, inilalathala o tinatanggihan ang mga naghihintay, at binabawi ang mga nailathala. Basahin itong muli.
problem-article_moved_on = May ibang bersiyong nailathala mula nang simulan ito
    .detail = Tingnan ang pagkakaiba, kunin ang kailangan, at ilagay sa `based_on` ang bersiyong nakita mo.
problem-own_article_version = Iba ang magpapasya sa isinulat mo
    .detail = Ang nagsimula, nagbago o nagsumite ng bersiyon ay hindi ang maglalathala o tatanggi nito. Hilingin sa kasamahang nagsusuri.
problem-not_an_article_recording = Hindi ito rekording na matatanggap
    .detail = Magpadala ng Ogg o WebM na may Opus, MP4, M4A o AAC, 3GP o AMR, MP3 o WAV.
problem-damaged_article_recording = Sira ang rekording na ito
    .detail = Putol ito o hindi tugma sa simula nito. Ipadala itong muli.
problem-article_recording_too_long = Masyadong mahaba ang rekording na ito
    .detail = Hanggang { $limit } segundo lang ito. Binabayaran ng manggagawa ang bawat segundo.
problem-range_not_satisfiable = Walang ganitong bahagi ang file
    .detail = Sinasabi ng `Content-Range` kung ilang byte ito. Humiling muli nang walang `Range`.
fault-unknown_jurisdiction = ay hindi bansa, bahagi nito o `international`
fault-only_english_is_source = ay `source` sa Ingles at doon lamang
fault-review_incomplete = kasama ng `reviewed_by`, at doon lamang
fault-review_does_not_fit = ay dapat `machine_reviewed` kung may sumuri sa salin ng makina, at doon lamang
fault-markdown_not_allowed = ay may iba pa sa mga pamagat mula ikalawang antas, talata, listahan, diin at https na link

# Entitlements and checks.
check-says-breach = Hindi ito ayon sa hinihingi ng batas, sa abot ng aming alam. Tingnan ang bawat tuntunin, at magtanong muna bago kumilos.
check-says-kept = Sa abot ng masasabi, ayon ito sa hinihingi ng batas.
check-says-unknown = Hindi ito masasabi nang tiyak. Tingnan kung ano ang makakatulong para malaman, at magtanong.
check-says-nothing-known = Wala kaming alam na tuntunin para rito. Hindi ibig sabihin na pinapayagan ito: magtanong.
check-caution = Impormasyon ito, hindi pasya, at walang abogadong sumuri nito. Walang itinatabi sa itinanong mo.
fault-unknown_contract_member = ay hindi bahagi ng kontrata rito
fault-wrong_contract_value = ay wala sa anyo ng bahaging ito ng kontrata

# The service directory.
fault-below_minimum_age = hindi maaaring mas mababa sa minimum_age
fault-unknown_place = hindi lugar ng serbisyong ito; alisin ito para sa bagong lugar

# Bundles.
problem-unknown_corridor = Walang alam para sa ruta na ito
    .detail = Wala pang impormasyon dito tungkol sa isa sa dalawang bansa. Nakalista sa `/v1/bundles` ang makukuha.
