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
problem-unauthenticated = Mag-sign in muna
    .detail = Kailangan dito ng balidong access token o receipt code sa header na Authorization.
problem-invalid_token = Hindi balido ang access token na ito
    .detail = Maaaring paso na ito. Kumuha ng bago gamit ang iyong refresh token, o mag-sign in muli.
problem-unknown_receipt = Walang binubuksan ang receipt code na ito
    .detail = Suriin ang bawat grupo ng code. Nakasulat ito sa itinala mo noong ipinadala mo ang iyong ulat.
problem-sign_in_failed = Hindi natuloy ang pag-sign in
    .detail = Mali ang pangalan ng account, ang password o ang one-time code.
problem-one_time_code_required = Kailangan ng one-time code
    .detail = Ipadala ang anim na numerong ipinapakita ngayon ng iyong authenticator app.
problem-enrolment_required = Kailangan munang i-set up ang ikalawang patunay
    .detail = Nakapagbubukas ng mga selyadong rekord ang iyong tungkulin. Mag-set up ng authenticator app bago magpatuloy.
problem-forbidden = Hindi mo ito maaaring gawin
    .detail = Hindi ito saklaw ng iyong tungkulin. Magtanong sa administrador ng iyong organisasyon.
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
problem-unavailable = Hindi makasagot ang serbisyo sa ngayon
    .detail = Walang naitala. Subukan muli maya-maya gamit ang parehong Idempotency-Key.
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
fault-not_json = hindi JSON
fault-unknown_agency = walang ahensiyang may ganitong id
fault-in_the_future = hindi dapat petsang darating pa
fault-blank = hindi dapat blangko

# Agencies and reviews.

problem-declared_interest = May interes ang sumulat sa ahensiya
    .detail = Hindi inilalathala ang rebyu ng mga taong nagtatrabaho, may-ari o kamag-anak ng ahensiya o ng kalaban nito. Tanggihan ito na may dahilang conflict_of_interest.
fault-too_many_decimals = hanggang { $limit } na desimal lang sa perang ito
review-next-pending = Babasahin muna ng moderator ang rebyu mo bago ito makita ng iba. Balikan ito pagkalipas ng ilang araw gamit ang resibo mong code. Maaari mo itong baguhin, bawiin o burahin anumang oras.
review-next-published = Nailathala na ang rebyu mo at kasama na sa bilang. Ipinapakita ang mga rebyu ng ahensiya kapag may { $minimum } na o higit pa, para walang makaalam kung kanino ang alin. Maaari mo itong baguhin, bawiin o burahin anumang oras.
review-next-rejected = Hindi nailathala ang rebyu mo; nakasaad ang dahilan. Maaari mo itong baguhin para basahin muli ng moderator, o burahin.
review-next-withdrawn = Binawi mo ang rebyu mo. Hindi ito ipinapakita at hindi binibilang. Maaari mo itong burahin.

# Rights.

# Staff and organisations.

# Assistance.

# Safety.
