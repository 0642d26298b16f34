# Machine translation, not yet reviewed by a native speaker.

# Texts that the service sends itself, one message per problem and per fault.
# `problem-<code>` is the title, its attribute `.detail` says what to do, in a full sentence.

problem-malformed_request = Bentuk permintaan ini tidak diterima
    .detail = Bahagian yang disebut salah jenisnya atau tidak dikenali. Tiada apa-apa yang disimpan.
problem-invalid_request = Sebahagian daripada yang dihantar tidak sah
    .detail = Sila betulkan bahagian yang disebut dan hantar semula. Tiada apa-apa yang disimpan.
problem-invalid_cursor = Penanda halaman ini tidak boleh digunakan
    .detail = Mulakan semula dari halaman pertama. Satu penanda hanya untuk satu carian dan tidak boleh diubah.
problem-idempotency_key_missing = Permintaan ini memerlukan Idempotency-Key
    .detail = Hantar kunci rawak yang baharu setiap kali menghantar sesuatu yang baharu, dan kunci yang sama apabila mengulanginya, supaya tiada apa-apa direkodkan dua kali.
problem-idempotency_key_malformed = Idempotency-Key ini tidak boleh digunakan
    .detail = Kunci ialah teks dalam tanda petik, 1 hingga 255 aksara ASCII yang boleh dicetak (RFC 8941).
problem-idempotency_key_reused = Idempotency-Key ini sudah digunakan untuk perkara lain
    .detail = Kunci yang sama datang dengan permintaan yang berbeza. Gunakan kunci baharu setiap kali menghantar sesuatu yang baharu.
problem-in_progress = Permintaan yang sama masih diproses
    .detail = Ulangi sebentar lagi dengan kunci yang sama; anda akan mendapat jawapan yang pertama.
problem-unauthenticated = Ini memerlukan kod resit, atau log masuk
    .detail = Kod yang anda catat semasa menghantar laporan, permohonan atau ulasan akan membukanya: hantar kod itu dalam pengepala Authorization sebagai `Receipt …`. Kakitangan menghantar token akses yang sah sebagai `Bearer …`.
problem-invalid_token = Token akses ini tidak sah
    .detail = Mungkin sudah tamat tempoh. Dapatkan yang baharu dengan token segar semula anda, atau log masuk semula.
problem-unknown_receipt = Kod resit ini tidak membuka apa-apa
    .detail = Semak setiap kumpulan dalam kod itu. Kod itu ada pada catatan yang anda buat semasa menghantar laporan.
problem-receipt_rotated = Kod resit ini sudah diganti
    .detail = Kod lain telah mengambil tempatnya dan kod ini tidak membuka apa-apa lagi. Jika bukan anda yang menggantinya, orang lain pernah memegang kod ini: hantar semula, atau tanya pertubuhan yang anda percayai.
problem-receipt_revoked = Resit ini sudah dilepaskan
    .detail = Tiada sesiapa boleh mengikuti dengan kod ini lagi, dan kod ini tidak boleh dikembalikan. Orang yang melepaskannya, atau yang mengambil alih, mahu begitu.
problem-receipt_expired = Kod ini tidak digunakan pada waktunya
    .detail = Orang yang menghantarnya boleh mendapat kod baharu untuk diserahkan.
problem-receipt_shows_status_only = Resit ini hanya menunjukkan sudah sampai ke mana urusannya
    .detail = Orang yang anda bantu sudah mengambil alih. Mesej dan semua yang lain kini milik mereka.
problem-handover_code_only = Kod ini untuk mengambil alih
    .detail = Kod ini sendiri tidak membuka apa-apa. Hantarkannya ke POST /v1/receipts/take-over untuk mendapat kod resit anda sendiri.
receipt-revoke-warning = Apabila anda melepaskan kod ini, tiada sesiapa boleh mengikuti apa yang anda hantar: anda tidak boleh membaca atau menulis mesej, menarik balik atau memadamnya, dan kod itu tidak boleh dikembalikan. Apa yang anda hantar kekal pada pihak yang menguruskannya. Jika anda mahu ia hilang, padamkan sahaja.
problem-second_step_needed = Ini tidak ditunjukkan dengan kod sahaja
    .detail = Buat langkah kedua dahulu. Langkah itu sah selama 15 minit.
problem-second_word_needed = Ini memerlukan perkataan kedua anda
    .detail = Anda telah memilih perkataan yang hanya anda tahu. Hantarkannya sebagai second_word.
problem-second_word_wrong = Ini bukan perkataan kedua anda
    .detail = Cuba lagi seminit kemudian. Selepas beberapa perkataan yang salah, buat sementara waktu tiada satu pun diterima. Status dan mesej tidak memerlukan perkataan kedua.
problem-nothing_to_hand_over = Tiada apa-apa untuk diserahkan
    .detail = Orang itu sudah mengambil alih, atau ini dihantar untuk diri sendiri.
problem-too_many_proofs = Bilangan buktinya sudah cukup
    .detail = Paling banyak { $limit }. Tarik balik semuanya, kemudian buat yang baharu.
problem-unknown_pseudonym = Tiada akaun dengan nombor dan kod pemulihan ini
    .detail = Semak kedua-duanya. Resit anda masih boleh diikuti dengan kodnya masing-masing.
problem-too_many_receipts = Bilangan resit dalam akaun ini sudah penuh
    .detail = Paling banyak { $limit }. Keluarkan satu, atau buat akaun lain.
problem-sign_in_failed = Log masuk tidak berjaya
    .detail = Nama akaun, kata laluan atau kod sekali guna itu salah.
problem-forbidden = Anda tidak dibenarkan melakukan ini
    .detail = Peranan anda tidak merangkuminya. Tanya pentadbir pertubuhan anda.
problem-cross_origin_refused = Halaman web ini tidak boleh memanggil perkhidmatan ini
    .detail = Aplikasi pelayar hanya boleh memanggil dari asal (origin) yang dinamakan oleh pengendali perkhidmatan, dan hanya dengan kaedah yang disediakan.
problem-not_found = Tiada apa-apa di sini
    .detail = Alamatnya salah, atau apa yang dimaksudkan tidak tersedia untuk anda.
problem-method_not_allowed = Kaedah ini tidak disediakan di sini
    .detail = Pengepala Allow menyenaraikan kaedah yang disediakan.
problem-not_acceptable = Tiada satu pun jenis media yang anda terima disediakan di sini
    .detail = Perkhidmatan ini menjawab dengan application/json.
problem-gone = Ini sudah dipadam
    .detail = Ia dipadam atas permintaan orangnya atau kerana tempohnya sudah tamat. Ia tidak boleh dikembalikan.
problem-stale = Orang lain sudah mengubahnya
    .detail = Baca semula dan ulangi perubahan anda pada versi sekarang; ETag versi itu dihantar bersama jawapan ini.
problem-precondition_required = Nyatakan versi mana yang anda ubah
    .detail = Hantar ETag yang anda baca sebagai If-Match, supaya perubahan orang lain tidak hilang.
problem-body_too_large = Ini terlalu besar
    .detail = Paling banyak { $limit } bait diterima di sini.
problem-unsupported_media_type = Jenis media ini tidak disediakan
    .detail = Hantar { $expected }.
problem-too_many_requests = Terlalu banyak permintaan
    .detail = Sila tunggu { $seconds ->
        [one] satu saat
       *[other] { $seconds } saat
    } dan cuba lagi. Tiada apa-apa yang hilang.
problem-proof_of_work_required = Sangat banyak permintaan datang dari rangkaian anda
    .detail = Supaya permintaan ini diterima, aplikasi anda perlu membuat satu pengiraan kecil dahulu. Tanpanya, sila tunggu { $seconds ->
        [one] satu saat
       *[other] { $seconds } saat
    } dan cuba lagi. Tiada apa-apa yang hilang.
problem-unavailable = Perkhidmatan tidak dapat menjawab sekarang
    .detail = Sila cuba lagi sebentar nanti dengan Idempotency-Key yang sama.
problem-internal_error = Ada masalah di pihak kami
    .detail = Tiada apa-apa yang disimpan. Sila beritahu pengendali request id ini.
problem-conflict = Ini tidak sesuai dengan keadaan sekarang
    .detail = Baca semula: keadaannya mungkin sudah berubah sejak kali terakhir anda melihatnya.
problem-id_taken = Id ini sudah digunakan
    .detail = Id yang anda pilih sudah dimiliki perkara lain. Buat yang baharu.

fault-unknown_member = bahagian ini tidak dikenali di sini
fault-wrong_type = mestilah { $expected }
fault-missing_member = perlu diisi
fault-too_long = paling banyak { $limit } aksara
fault-too_short = sekurang-kurangnya { $limit } aksara
fault-too_many_items = paling banyak { $limit } isian
fault-too_few_items = sekurang-kurangnya { $limit } isian
fault-duplicate_items = tidak boleh ada isian yang sama dua kali
fault-too_large = paling besar { $limit }
fault-too_small = paling kecil { $limit }
fault-malformed = bentuknya tidak seperti yang dikehendaki di sini
fault-unknown_code = tiada dalam senarai kod { $list }
fault-unknown_value = mestilah salah satu daripada { $expected }
fault-invalid = tidak boleh digunakan di sini
fault-not_json = bukan JSON; rosak pada baris { $line }, lajur { $column }
fault-duplicate_member = bahagian ini muncul lebih daripada sekali
fault-unknown_agency = tiada agensi dengan id ini
fault-in_the_future = tidak boleh pada masa hadapan
fault-in_the_past = tidak boleh pada masa lalu
fault-too_far_ahead = paling lewat { $years } tahun selepas hari pertama penahanan
fault-blank = tidak boleh kosong
fault-not_in_country = mestilah di negara yang diberikan
fault-proof_expired = sudah tamat tempoh; selesaikan cabaran yang baharu
fault-proof_elsewhere = dibuat untuk permintaan lain atau rangkaian lain; selesaikan cabaran yang baharu
fault-proof_insufficient = tidak mempunyai bit sifar sebanyak yang diminta oleh cabaran

# Agencies and reviews.

agency-note-listed = Daftar ini hanya menyenaraikan agensi yang memegang lesen, dan tidak menyatakan status setiap satu.
agency-note-copy = Ini salinan daftar “{ $register }” pada { $date }. Lesennya mungkin sudah tamat sejak itu. Semak dengan { $regulator } sebelum anda membayar atau menandatangani apa-apa.
agency-note-missing = Agensi ini tiada lagi dalam senarai pada { $date }. Tanya sebabnya sebelum anda berurusan dengannya.
licence-says-licensed = Menurut senarai pada { $date } ({ $register }), { $name } memegang lesen { $number }. Lesennya mungkin sudah tamat sejak itu: semak dengan { $regulator } sebelum anda membayar atau menandatangani apa-apa.
licence-says-not-licensed = Menurut senarai pada { $date } ({ $register }), lesen { $number } milik { $name } tidak berkuat kuasa: { $status }. Tanya { $regulator } sebelum anda membayar atau menandatangani apa-apa.
licence-says-no-longer-listed = { $name } (lesen { $number }) ada dalam senarai yang dahulu tetapi tiada dalam senarai pada { $date } ({ $register }). Sebabnya boleh jadi pelbagai: tanya { $regulator } sebelum anda membayar atau menandatangani apa-apa.
licence-says-unknown = Senarai yang disimpan di sini ({ $register }) tidak menunjukkan sama ada lesen { $number } milik { $name } masih berkuat kuasa hari ini. Tanya { $regulator } sebelum anda membayar atau menandatangani apa-apa.
licence-says-ambiguous = Beberapa agensi mempunyai atau pernah mempunyai nombor { $asked }. Bandingkan nama mereka, dan tanya pihak pengawal selia sebelum anda membayar atau menandatangani apa-apa.
licence-says-number-replaced = { $name } dahulu mempunyai nombor { $asked }; menurut senarai pada { $date } ({ $register }) nombornya kini { $number }. Tanya { $regulator } sebelum anda membayar atau menandatangani apa-apa.
licence-says-not-held = Nombor { $asked } tiada dalam mana-mana senarai negara ini yang disimpan di sini. Itu tidak bermakna lesen itu tidak wujud: senarai boleh jadi lama atau tidak lengkap. Tanya pihak pengawal selia sebelum anda membayar atau menandatangani apa-apa.
licence-says-no-numbers = Senarai negara ini yang disimpan di sini tidak mempunyai nombor lesen. Cari dengan nama agensi, dan tanya pihak pengawal selia sebelum anda membayar atau menandatangani apa-apa.
licence-says-no-list = Tiada senarai negara ini disimpan di sini. Tanya pihak pengawal selia negara itu sebelum anda membayar atau menandatangani apa-apa.
licence-comes-from-ended = { $name } berasal daripada { $earlier } (lesen { $number }), yang lesennya tidak berkuat kuasa: { $status }.
licence-comes-from-missing = { $name } berasal daripada { $earlier } (lesen { $number }), yang tiada lagi dalam senarai.
fault-ends_before_it_begins = tidak boleh sebelum hari pertama
sub-agent-confirmed = Mereka bertindak bagi pihak agensi ini, menurut agensi itu atau daftar awam. Minta resit untuk semua yang anda bayar.
sub-agent-claimed = Ada orang berkata bahawa mereka bertindak bagi pihak agensi ini; agensi itu belum mengatakannya. Tanya agensi sebelum anda membayar apa-apa atau menyerahkan dokumen.
sub-agent-denied = Agensi ini berkata bahawa mereka tidak bertindak bagi pihaknya. Jangan bayar apa-apa, dan jangan serahkan dokumen.
sub-agent-not-known = Tiada apa-apa yang diketahui di sini tentang nama atau telefon ini. Itu tidak bermakna mereka tidak bertindak bagi pihak agensi itu: tanya agensi sebelum anda membayar apa-apa atau menyerahkan dokumen.
problem-succession_cycle = Sesebuah agensi tidak boleh berasal daripada dirinya sendiri
    .detail = Agensi yang anda namakan sebagai pendahulu ialah agensi itu sendiri, atau berasal daripadanya.
problem-already_stated = Ini sudah dinyatakan
    .detail = Kaitan antara kedua-duanya sudah disahkan dan ditunjukkan. Jika salah, tolak kaitan itu dahulu.
problem-both_listed = Kedua-duanya ada dalam senarai
    .detail = Kedua-dua catatan ada dalam senarai terbaharu daftar itu, jadi ia dua agensi. Putuskan bahawa kedua-duanya berbeza.
problem-declared_interest = Penulisnya berkepentingan dengan agensi itu
    .detail = Ulasan daripada orang yang bekerja dengan, memiliki atau bersaudara dengan sesebuah agensi atau pesaingnya tidak diterbitkan. Tolak dengan sebab conflict_of_interest.
fault-too_many_decimals = paling banyak { $limit } tempat perpuluhan dalam mata wang ini
fault-other_currency = mestilah dalam mata wang yang digunakan semasa membayar
fault-more_than_paid = lebih daripada yang dibayar
problem-employer_not_accepted = Majikan ini tiada halaman
    .detail = Seorang pekerja telah menamakan majikan ini. Tiada apa-apa tentangnya diterbitkan sebelum pihak dengan kecekapan registers menerimanya, dan tiada apa-apa boleh ditambah selepas ditolak.
problem-private_household = Rumah persendirian tiada halaman
    .detail = Orang di rumah tempat anda bekerja ialah orang persendirian, jadi tiada apa-apa yang disimpan. Jika anda perlukan bantuan, mintalah di /v1/assistance-requests; jika ada bahaya, laporkan di /v1/safety-reports. Agensi yang menghantar anda boleh diulas, termasuk gaji, waktu kerja dan keadaan tempat tinggal.
fault-not_rated_here = tidak terpakai di sini: agensi dan majikan dinilai atas perkara yang berbeza (senarai kod review_dimensions)
fault-not_where_the_employer_is = mestilah negara majikan
fault-unknown_employer = bukan majikan di negara ini
fault-not_a_web_address = mestilah alamat http atau https
review-next-proposed = Majikan yang dinamakan akan disemak dahulu, kemudian seorang moderator membaca ulasan anda. Anda tidak perlu buat apa-apa. Lihat lagi beberapa hari nanti dengan kod resit anda. Anda boleh mengubah, menarik balik atau memadamnya pada bila-bila masa.
review-next-employer-refused = Ulasan anda tidak diterbitkan, kerana majikan itu tidak boleh mempunyai halaman awam: mungkin ia rumah persendirian, atau tidak dapat dipastikan siapa. Apa yang anda tulis tidak ditunjukkan kepada sesiapa di luar. Jika anda perlukan bantuan, mintalah; jika ada bahaya, laporkan. Anda boleh memadam ulasan itu.
employer-next-open = Majikan ini akan disemak dahulu sebelum mempunyai halaman. Anda boleh menulis ulasan sekarang; ulasan itu disimpan sehingga masa itu.
fault-unknown_licence = tiada dalam mana-mana senarai negara ini yang disimpan di sini
fault-several_agencies = milik atau pernah menjadi milik beberapa agensi; nyatakan agensi dengan id-nya
fault-not_from_a_collector = tidak boleh datang daripada pengumpul: penulis menghantarnya dengan kod resit
fault-own_interest = tentang agensi yang pertubuhan anda berkepentingan dengannya
fault-id_in_use = sudah digunakan; pilih yang lain atau jangan hantar
problem-not_a_recording = Rakaman jenis ini tidak diterima di sini
    .detail = Hantar suara sebagai Ogg Opus, WebM Opus, M4A atau MP4 dengan AAC, AAC, 3GP atau AMR, MP3 atau WAV. Jenis lain boleh menyimpan di mana dan siapa yang merakam, dan tidak dapat dibersihkan di sini.
problem-damaged_recording = Rakaman ini rosak
    .detail = Permulaannya rakaman, tetapi selebihnya tidak. Sila rakam semula, atau hantar fail yang penuh.
problem-recording_too_long = Rakaman ini terlalu panjang
    .detail = Satu rakaman paling lama { $limit } saat. Sila ceritakan dengan lebih ringkas.
problem-already_recorded = Sudah ada rakaman
    .detail = Satu ulasan ada satu rakaman sahaja. Padamkannya dahulu, kemudian hantar yang baharu.
problem-cannot_appeal = Ini tidak boleh dirayu
    .detail = Hanya penolakan boleh dirayu, sekali sahaja, dalam masa 90 hari. Ulasan yang diubah dibaca semula tanpa rayuan.
problem-own_interest = Tiada sesiapa boleh membatalkan kepentingannya sendiri
    .detail = Tanya moderator lain: hanya orang lain boleh menyatakan bahawa kepentingan itu tidak wujud lagi.
problem-own_decision = Orang lain memutuskan rayuan ini
    .detail = Anda yang menolak ulasan itu, jadi moderator lain yang memutuskan.
problem-claim_repeated = Pertubuhan anda sudah menuntut agensi ini
    .detail = Tuntutan itu menunggu moderator, atau sudah diluluskan. Baca di /v1/staff/own-agency-claims.
problem-profile_held = Pertubuhan lain bercakap bagi pihak agensi ini
    .detail = Lihat tuntutannya dahulu. Hanya satu pertubuhan bercakap bagi pihak sesebuah agensi; batalkan tuntutan yang lain sebelum anda meluluskan yang ini.
problem-too_many_claims = Terlalu banyak tuntutan anda menunggu moderator
    .detail = Paling banyak { $limit } boleh menunggu serentak. Tunggu sehingga satu diputuskan.
problem-already_answered = Agensi anda sudah menjawab ulasan ini
    .detail = Satu ulasan dijawab sekali sahaja. Selagi jawapan itu belum diterbitkan, anda boleh menulisnya semula.
problem-rejected_too_often = Jawapan ini tidak boleh diubah lagi
    .detail = Ia sudah ditolak { $limit } kali.
problem-already_reported = Agensi anda sudah melaporkan ulasan ini
    .detail = Hanya satu laporan tentang sesuatu ulasan dibuka pada satu masa, dan setiap sebab didengar sekali sahaja.
problem-too_many_reports = Laporan agensi anda bulan ini sudah cukup
    .detail = Paling banyak { $limit } laporan dalam satu bulan kalendar. Perintah undang-undang boleh dihantar kepada pengendali perkhidmatan.
review-next-pending = Seorang moderator membaca ulasan anda sebelum orang lain boleh melihatnya. Lihat lagi beberapa hari nanti dengan kod resit anda. Anda boleh mengubah, menarik balik atau memadamnya pada bila-bila masa.
review-next-accepted = Seorang moderator sudah membaca ulasan anda dan meluluskannya. Ulasan itu akan keluar dalam beberapa hari ini, supaya tiada sesiapa dapat tahu daripada harinya siapa penulisnya. Anda boleh mengubah, menarik balik atau memadamnya pada bila-bila masa; jika begitu ia tidak keluar.
review-next-published = Ulasan anda sudah diterbitkan dan dikira. Ulasan tentang sesebuah agensi ditunjukkan apabila sudah ada sekurang-kurangnya { $minimum }, supaya tiada sesiapa dapat tahu ulasan mana milik siapa. Anda boleh mengubah, menarik balik atau memadam ulasan anda pada bila-bila masa.
review-next-rejected = Ulasan anda tidak diterbitkan; sebabnya dinyatakan. Anda boleh mengubahnya supaya moderator membacanya semula, atau memadamnya.
review-next-withdrawn = Anda sudah menarik balik ulasan anda. Ia tidak ditunjukkan dan tidak dikira. Anda boleh memadamnya.
review-next-checked = Ulasan anda sudah diterbitkan, dan sedang disemak kerana ada ulasan lain yang datang pada masa yang sama. Sehingga moderator melihatnya, ia ditunjukkan tetapi tidak dikira. Anda tidak perlu buat apa-apa.
signal-burst = { $count } ulasan tentang agensi ini dalam { $days } hari, sedangkan biasanya kira-kira { $usual }; { $share } % memihak ke arah yang sama. Selepas sesuatu yang buruk berlaku, ramai orang jujur menulis serentak.
signal-near-duplicate = Komennya hampir sama dengan komen { $count } ulasan lebih awal tentang agensi ini. Ulasan mana yang pertama tidak diragui: hanya yang kemudian ditandai.
signal-copied-elsewhere = Komennya hampir sama dengan komen { $count } ulasan tentang agensi lain.
signal-one-network = { $count } ulasan tentang agensi ini datang dari satu rangkaian dalam { $days } hari, kebanyakannya memihak ke arah yang sama. Meja bantuan, asrama dan syarikat telefon berkongsi rangkaian: ini sahaja tidak banyak maknanya.
signal-nothing-checkable = Ia tidak menyebut bayaran, fakta, syarat, pendapatan atau bulan: tiada apa-apa yang boleh disemak.
signal-agency-network = Ulasan baik dari rangkaian yang digunakan oleh pihak yang bercakap bagi agensi ini. Syarikat telefon berkongsi rangkaian.
signal-rival-network = Ulasan buruk dari rangkaian yang digunakan oleh pihak yang bercakap bagi agensi lain. Syarikat telefon berkongsi rangkaian.
signal-agency-words = Komennya hampir sama dengan apa yang agensi itu sendiri jawab kepada satu ulasan. Mungkin ia memetiknya.
methodology-counted = Penilaian dibuat daripada ulasan yang diterbitkan tentang sesebuah agensi dan tidak daripada perkara lain: tiada sesiapa boleh membayar untuknya, dan agensi tidak boleh memilih atau membuang ulasan. Moderator menerbitkan ulasan atau menyatakan mengapa tidak. Ulasan daripada orang yang berkepentingan dengan agensi itu tidak dikira.
methodology-suspicion = Ulasan yang datang serentak dalam jumlah yang luar biasa, menyalin ulasan lain, atau datang dari rangkaian pihak yang berkepentingan disemak semula oleh moderator. Sehingga itu ulasan tersebut tidak dikira, dan halaman menyatakannya; tiada satu pun dibuang tanpa keputusan yang tercatat dalam log awam. Yang dikira untuk ini: berapa banyak yang datang dalam tempoh mana berbanding yang biasa bagi agensi itu, betapa serupa teksnya, dan selama dua minggu, tanpa apa-apa alamat, sama ada beberapa daripadanya datang dari satu rangkaian. Banyak aduan serentak sahaja tidak pernah membawa kesan ini.
methodology-weight = Sesuatu ulasan dikira mengikut usia dan buktinya. Selepas { $months } bulan, ia dikira separuh daripada ulasan baharu, dihitung dari bulan penerbitannya, kerana bulan pengambilan kerja tidak disimpan dalam bentuk yang boleh dibaca. "effective_count" ialah jumlah pemberat ini.
methodology-prior = Beberapa ulasan sahaja mungkin kebetulan. Oleh itu { $strength } ulasan bayangan ditambah, yang sebaik dan seburuk ulasan semua agensi dalam koridor yang sama. Semakin banyak ulasan sesebuah agensi, semakin kecil kesannya. Untuk ini sebuah koridor memerlukan { $reviews } ulasan tentang { $agencies } agensi; sebelum itu ulasan semua koridor digunakan, dan sebelumnya lagi satu ulasan bayangan bagi setiap skor.
methodology-employers = Majikan dinilai dengan cara yang sama seperti agensi, atas perkara mereka sendiri: gaji, waktu kerja dan rehat, keadaan tempat tinggal, dokumen, layanan, kontrak, kejujuran tentang kerja dan bayaran. Apa yang dijangka daripada seorang majikan ialah apa yang dikatakan pekerja tentang semua majikan dalam koridor itu, tidak pernah tentang agensinya, dan sebaliknya. Kos sesebuah koridor dikira daripada ulasan agensi sahaja, supaya tiada sesiapa dikira dua kali.
methodology-interval = Purata sebenar terletak antara "interval_low" dan "interval_high" dengan kebarangkalian { $percent } %. Julat yang lebar bermakna: belum banyak yang diketahui. Dua agensi yang julatnya bertindih tidak patut dibandingkan kedudukannya.
methodology-hidden = Tiada apa-apa ditunjukkan jika berdasarkan kurang daripada { $minimum } ulasan, sama ada untuk agensi, koridor atau aspek. Jika perbezaan antara yang ditunjukkan dan keseluruhannya berdasarkan lebih sedikit daripada itu, bahagian lain turut disembunyikan. Jadi tiada sesiapa dapat tahu apa yang ditulis oleh seseorang.
methodology-costs = Kos ialah apa yang pekerja katakan telah mereka bayar, tanpa yang dipulangkan, dalam dolar AS mengikut kadar bulan pembayaran. Median dan kuartil dibundarkan kepada dua digit dan ditunjukkan mulai { $of_money } ulasan. Sama ada had undang-undang dilanggar, atau kontrak diganti dengan yang lebih buruk, adalah berdasarkan kata-kata pekerja; itu bukan keputusan mahkamah.
methodology-time = Penilaian terus berubah apabila ulasan diterbitkan, diubah atau tamat. Usia dikira hingga bulan dalam "as_of", dan apa yang dijangka daripada koridor kekal sama selama sebulan. Kos koridor dikira sekali sehari. Sesiapa boleh mengira semula penilaian daripada nombor yang ditunjukkan, dan pengendali boleh menyemak semuanya dengan "tulay recompute".
problem-review_duplicate = Anda sudah mengulas pengambilan kerja ini
    .detail = Ubah ulasan anda dengan kod resitnya, atau tarik balik atau padam dahulu. Satu pengambilan kerja oleh satu agensi diulas sekali sahaja.
problem-recruitment_fixed = Bulan pengambilan kerja tidak boleh diubah lagi
    .detail = Ulasan ini sudah dibuktikan, atau terikat pada aplikasi anda, untuk pengambilan kerja ini. Jika bulannya salah, padam dan tulis yang lain.
problem-not_a_document = Dokumen jenis ini tidak diterima di sini
    .detail = Hantar gambar JPEG, PNG atau WebP, atau PDF. Yang penting ialah isi fail itu, bukan namanya.
problem-damaged_document = Dokumen ini rosak
    .detail = Fail itu bermula sebagai gambar atau PDF tetapi selebihnya tidak. Ambil atau simpan semula dan hantar yang itu.
problem-too_many_documents = Dokumen untuk ulasan ini sudah penuh
    .detail = Satu ulasan menerima { $limit } dokumen. Musnahkan satu yang belum dilihat moderator supaya ada ruang.
problem-document_used = Dokumen ini sudah membuktikan ulasan lain tentang agensi ini
    .detail = Satu dokumen membuktikan satu ulasan. Jika ini dokumen lain dengan nombor yang sama, minta bukti lain daripada penulisnya dan tolak yang ini.
problem-vouching_token_spent = Token ini sudah digunakan
    .detail = Satu token jaminan membuktikan satu ulasan. Tanya pertubuhan itu jika bukan anda yang menggunakannya.
problem-vouched_already = Pekerja ini sudah ada token untuk pengambilan kerja ini
    .detail = Seorang pekerja mendapat satu token bagi setiap agensi dan pengambilan kerja. Yang hilang tidak diganti; dokumen boleh membuktikan ulasan itu.
problem-vouching_interest = Pertubuhan anda berkepentingan dengan agensi ini
    .detail = Pertubuhan yang bercakap bagi sesebuah agensi, atau pernah mahu berbuat begitu, tidak menjamin pekerjanya.
fault-unknown_key = menyebut kunci yang tidak digunakan
fault-key_expired = menyebut kunci yang tokennya tidak diterima lagi
fault-wrong_signature = bukan tandatangan mesej ini dengan kunci ini
fault-not_blinded_for_this_key = bukan mesej yang disamarkan untuk kunci ini
fault-only_of_decisions = diberikan untuk keputusan sahaja
methodology-proof = Kebanyakan pekerja tiada apa-apa untuk ditunjukkan, jadi setiap ulasan dikira. Ulasan yang penulisnya menunjukkan dokumen kepada moderator, atau yang dijamin oleh pertubuhan yang mengenali penulisnya, dikira satu setengah kali; yang disahkan oleh mahkamah atau kementerian dikira dua kali. Tiada bukti dikira lebih daripada itu, supaya yang sedikit tidak mengatasi yang ramai. Bukti menambah pemberat hanya jika sekurang-kurangnya { $minimum } ulasan memilikinya, dan "proof_mix" hanya menyebut yang itu: jika tidak, akan nampak siapa yang ada bukti. Tiada sesiapa perlu memberitahu siapa dirinya untuk semua ini.

# Rights.
article-other_language = Belum ada teks dalam { $wished }. Anda sedang membacanya dalam { $language }.
article-machine_translation = Teks ini diterjemah oleh mesin dan belum disemak oleh sesiapa. Sebelum membuat keputusan penting, bandingkan dengan teks bahasa Inggeris atau tanya sebuah pertubuhan.
article-not_reviewed = Belum ada peguam atau pakar buruh yang menyemak teks ini. Ini maklumat, bukan nasihat undang-undang.
article-stale_translation = Teks bahasa Inggeris sudah berubah sejak teks ini diterjemah. Jika ia penting bagi anda, baca teks bahasa Inggeris atau tanya sebuah pertubuhan.

# Staff and organisations.

problem-unknown_set_up_token = Token persediaan ini tidak membuka apa-apa
    .detail = Ia sudah digunakan, tempoh 72 jamnya sudah tamat, atau ia tidak lengkap. Minta yang baharu.
problem-unknown_refresh_token = Token segar semula ini tidak membuka apa-apa
    .detail = Sesi sudah tamat. Sila log masuk semula.
problem-token_reused = Sesi ini ditamatkan demi keselamatan anda
    .detail = Token segar semulanya digunakan dua kali, jadi mungkin orang lain memilikinya. Sila log masuk semula.
problem-proof_refused = Ini tidak dapat disahkan
    .detail = Kata laluan lama atau kod sekali guna itu salah. Tiada apa-apa yang diubah.
problem-account_name_taken = Nama akaun ini sudah digunakan
    .detail = Orang lain sudah log masuk dengan nama ini. Pilih nama lain.
problem-last_administrator = Pentadbir yang terakhir mesti kekal
    .detail = Jadikan orang lain pentadbir dahulu, supaya pertubuhan tidak tinggal tanpa pentadbir.
problem-own_account = Orang lain perlu melakukan ini
    .detail = Tiada sesiapa boleh mengubah peranannya sendiri, atau melumpuhkan atau menetapkan semula akaunnya sendiri. Minta pentadbir lain.
problem-second_factor_missing = Akaun ini tiada faktor kedua
    .detail = Peranan itu membuka rekod yang dikunci rapat. Tetapkan semula akaun itu, beri peranan kepadanya, dan biar pemiliknya menyediakannya semula dengan aplikasi pengesah.
problem-competence_missing = Pertubuhan ini tidak menjalankan kerja yang diperlukan oleh peranan itu
    .detail = Moderator memutuskan ulasan semua orang, jadi hanya pertubuhan dengan kecekapan "moderation" mempunyai moderator. Pengendali perkhidmatan yang memberikannya. Wakil agensi berada dalam pertubuhan jenis "recruitment_agency".

fault-password_common = ialah antara kata laluan yang paling awal diteka orang
fault-password_repetitive = mengulang terlalu sedikit aksara yang berbeza
fault-password_contains_name = tidak boleh mengandungi nama akaun
fault-wrong_code = bukan kod yang ditunjukkan oleh aplikasi sekarang

# Assistance.

problem-status_not_reachable = Permohonan ini belum boleh mengambil langkah itu
    .detail = Statusnya sekarang { $from }. Dari situ ia boleh menjadi: { $next }.
problem-request_withdrawn = Permohonan ini sudah ditarik balik
    .detail = Tiada apa-apa lagi boleh ditambah atau dibuat. Permohonan baharu boleh dihantar pada bila-bila masa.
problem-consent_withdrawn = Orang itu tidak lagi membenarkan ini dibaca
    .detail = Dia sudah menarik balik persetujuannya. Apa yang diceritakannya kekal terkunci.
problem-erasure_waits = Orang itu menunggu permohonan ini dipadam
    .detail = Orang itu mahu permohonan ini dipadam, dan hanya perintah mahkamah menangguhkannya. Sebab lain tidak boleh menyusul; tamatkan penahanan itu.
fault-unknown_organisation = tiada pertubuhan dengan id ini yang menerima permohonan bantuan
fault-unknown_time_zone = bukan zon waktu
fault-only_with = dihantar hanya dengan status { $expected }
fault-pause_too_long = terlalu jauh ke hadapan
fault-not_a_country_of_yours = bukan negara pertubuhan anda
fault-not_a_case_worker = bukan pegawai kes pertubuhan anda
problem-triage_rules_published = Peraturan ini sudah diterbitkan
    .detail = Apa yang sudah diterbitkan tidak pernah diubah. Buat draf peraturan baharu; untuk kembali, terbitkan semula yang lama.
problem-too_many_drafts = Terlalu banyak draf menunggu
    .detail = Paling banyak { $limit } dibenarkan. Buang satu yang tidak diperlukan lagi.
problem-escalated_already = Sudah dinyatakan
    .detail = Anda sudah menyatakannya dalam tiga hari yang lalu. Mereka yang diberitahu perlu sedikit masa.
problem-not_acknowledged = Belum ada yang mengaku terima permohonan ini
    .detail = Hanya yang sudah diakui terima boleh menunggu. Akui terimanya dahulu.
problem-paused_already = Kiraan masa sudah berhenti
    .detail = Biarkan ia berjalan semula dahulu.
problem-not_paused = Kiraan masa sedang berjalan
    .detail = Tiada apa-apa untuk disambung.
problem-offer_over = Tawaran ini sudah tamat
    .detail = Ia sudah dijawab, masanya sudah habis, atau orang itu tidak mahukannya lagi.
problem-nobody_else = Tiada sesiapa lain yang boleh menerimanya
    .detail = Tolak permohonan itu, supaya orang itu tahu ke mana lagi boleh meminta bantuan.
problem-request_ended = Kerja untuk permohonan ini sudah tamat
    .detail = Ia tidak boleh diserahkan kepada orang lain lagi.
problem-alert_acknowledged = Orang lain sedang menguruskan ini
    .detail = Amaran itu sudah diakui terima oleh orang lain yang turut dipanggil.
problem-alert_closed = Amaran ini sudah ditutup
    .detail = Tiada sesiapa perlu menjawabnya lagi. Amaran itu menyatakan sebabnya.
fault-danger_not_critical = mesti ada peraturan yang menjadikan setiap permohonan yang menyebut danger_now sebagai critical, dan tidak menyebut syarat lain
fault-rule_without_condition = tidak menyebut apa-apa yang mesti dipenuhi
fault-less_than_at_least = kurang daripada at_least
triage-notice = Keutamaan menunjukkan berapa cepat seseorang perlu melihat permohonan ini. Ia bukan keputusan undang-undang: sama ada sesuatu itu kerja paksa atau jenayah lain tidak diputuskan di sini.
assistance-danger-called = Kerana ada bahaya, orang yang boleh membantu sudah dipanggil. Belum ada yang menjawab; jika tiada, orang lain akan dipanggil. Jika anda dalam bahaya sekarang, jangan tunggu: hubungi nombor kecemasan.
assistance-danger-acknowledged = Kerana ada bahaya, orang yang boleh membantu sudah dipanggil, dan seorang daripada mereka sedang menguruskan permohonan anda sekarang. Jika anda dalam bahaya sekarang, jangan tunggu: hubungi nombor kecemasan.
assistance-next-danger = Jika anda atau orang lain dalam bahaya sekarang, pergilah ke tempat yang selamat jika boleh, di mana ada orang lain. Nyawa anda yang utama; permohonan ini boleh menunggu.
assistance-next-call_emergency = Jika anda atau orang lain dalam bahaya sekarang, terus hubungi salah satu nombor kecemasan. Jangan tunggu kami.
assistance-next-keep_code = Tulis kod resit di atas kertas dan simpan di tempat yang tidak dijumpai orang lain. Kod itu ditunjukkan sekali ini sahaja, dan hanya kod itu membuka permohonan anda.
assistance-next-organisation_reads = { $organisation } sudah menerima permohonan anda dan akan membacanya selewat-lewatnya { $date }.
assistance-next-feedback = Selewat-lewatnya { $date }, { $organisation } akan memberitahu anda apa yang sudah dibuat.
assistance-escalated-administrators = Ketua pertubuhan itu sudah diberitahu bahawa permohonan anda tidak berjalan seperti yang dijanjikan. Jika tiada apa-apa berlaku, pengendali perkhidmatan ini diberitahu.
assistance-escalated-operator_desk = Pengendali perkhidmatan ini sudah diberitahu bahawa permohonan anda tidak berjalan seperti yang dijanjikan.
assistance-next-offered = { $organisation } diminta menerima permohonan anda dan akan menjawab selewat-lewatnya { $date }. Jika ia tidak dapat menerimanya, yang seterusnya diminta. Sehingga ada yang menerimanya, tiada sesiapa membaca apa yang anda tulis: jika tidak boleh menunggu, sila hubungi salah satu kenalan yang disenaraikan di sini.
assistance-next-nobody_covers = Belum ada pertubuhan pengguna perkhidmatan ini yang bekerja di negara ini. Permohonan anda disimpan, dan akan diberi kepada pertubuhan pertama yang bekerja di sini. Sehingga itu tiada sesiapa membacanya: sila hubungi salah satu kenalan yang disenaraikan di sini.
assistance-next-come_back = Datang semula dengan kod resit untuk melihat sudah sampai ke mana urusannya serta membaca dan menulis mesej. Tiada sesiapa menghubungi anda dengan cara lain daripada yang anda benarkan.
assistance-next-erasure_near = Permohonan anda akan dipadam pada { $date }. Jika anda masih memerlukannya, tulislah satu mesej: permohonan itu akan disimpan sebulan lagi.
assistance-next-held = Permohonan anda disimpan sehingga { $date }, kerana undang-undang memintanya. Selepas itu ia dipadam apabila tempohnya tamat, atau apabila anda mahu.
request-left-statistics = Satu baris statistik: negara, bulan, permohonan itu tentang apa dan sudah sampai ke mana. Ia tidak menunjukkan sesiapa.
request-left-audit_log = Dalam log kakitangan: nombor permohonan, siapa yang membukanya dan bila. Bukan apa yang mereka baca.
request-left-receipt_hash = Cap jari kod resit anda dengan nombor kiriman anda dan bulannya, supaya kod itu dijawab dengan "sudah dipadam".
request-left-sealed_answers = Selama beberapa hari, jawapan yang diberi perkhidmatan ini kepada aplikasi anda, dikunci dengan kunci yang hanya ada pada aplikasi anda.
request-left-backups = Salinan lama pangkalan data, yang di dalamnya permohonan anda dikunci rapat, sehingga pengendali memusnahkannya.

# Safety.

problem-report_status_not_reachable = Laporan ini belum boleh mengambil langkah itu
    .detail = Statusnya sekarang { $from }. Dari situ ia boleh menjadi: { $next }.
problem-report_withdrawn = Laporan ini sudah ditarik balik
    .detail = Pelapornya sudah menariknya balik. Isinya tidak boleh dibaca atau ditambah lagi; laporan baharu boleh dihantar pada bila-bila masa.
problem-too_much_evidence = Bukti untuk laporan ini sudah penuh
    .detail = Satu laporan menerima { $limit } fail. Perkara lain yang dilihat boleh diterangkan dalam tambahan.
problem-not_evidence = Fail jenis ini tidak diterima di sini
    .detail = Hantar gambar JPEG, PNG atau WebP, rakaman atau video. Yang penting ialah isi fail itu, bukan namanya.
problem-damaged_evidence = Fail ini rosak
    .detail = Permulaan fail itu baik tetapi selebihnya tidak. Hantar fail yang penuh, atau buat semula.
fault-does_not_fit_kind = tidak sesuai dengan jenis laporan ini
fault-given_twice = sama maksudnya dengan bahagian lain; hantar satu sahaja
problem-report_merged = Laporan ini berada di belakang laporan lain
    .detail = Ia tentang bahaya yang sama dengan laporan lain dan diuruskan di sana. Ubah laporan itu, atau keluarkan yang ini dari belakangnya dahulu.
problem-report_not_publishable = Laporan ini tidak boleh ditunjukkan kepada umum
    .detail = Hanya amalan baik ditunjukkan kepada umum, dan hanya jika pelapornya membenarkan.
fault-unknown_form = bukan borang yang pernah diterbitkan
fault-unknown_question = tidak ditanya dalam borang ini
fault-wrong_answer = bukan jawapan bagi soalan ini
fault-unknown_board = tidak menunjuk kepada mana-mana papan; nyatakan tempatnya sahaja
fault-unknown_reference = tidak lagi menunjuk kepada mana-mana laporan
fault-unknown_report = bukan laporan lain milik pertubuhan anda
fault-not_an_inspector = bukan pemeriksa pertubuhan anda
safety-alert-called = Pemeriksa sudah dipanggil kerana bahaya itu. Belum ada yang menjawab; jika tiada, orang lain akan dipanggil. Jangan tunggu mereka: hubungi nombor kecemasan.
safety-alert-seen = Pemeriksa sudah dipanggil kerana bahaya itu, dan kini ada yang menguruskannya. Jika anda dalam bahaya, jangan tunggu: hubungi nombor kecemasan.
safety-alert-nobody = Belum ada yang dapat dipanggil; akan dicuba lagi. Hubungi nombor kecemasan sekarang.
duty-text = Anda sedang bertugas dan ada orang memerlukan anda sekarang. Sila log masuk dan baca amaran anda.
open311-filed = Terima kasih. Berikan kod ini kepada orang yang melaporkan, dan jangan simpan di mana-mana: dengan kod ini mereka mengikuti laporan itu dan boleh menariknya balik. { $code }
open311-hazard_codes = Bahaya apa yang dilaporkan
open311-may_be_published = Sama ada boleh ditunjukkan kepada umum, dengan kata-kata pemeriksa
open311-yes = Ya
open311-no = Tidak
safety-next-danger = Jauhkan diri daripada bahaya sekarang dan beri amaran kepada orang lain, jika boleh. Nyawa anda yang utama; laporan ini boleh menunggu.
safety-next-call_emergency = Jika ada yang cedera atau dalam bahaya, terus hubungi salah satu nombor kecemasan. Jangan tunggu kami.
safety-next-keep_code = Tulis kod resit di atas kertas dan simpan di tempat yang tidak dijumpai orang lain. Kod itu ditunjukkan sekali ini sahaja, dan hanya kod itu membuka laporan anda.
safety-next-organisation_reads = { $organisation } sudah menerima laporan anda dan akan membacanya selewat-lewatnya { $date }.
safety-next-feedback = Selewat-lewatnya { $date }, { $organisation } akan memberitahu anda apa yang sudah dibuat.
safety-next-nobody_covers = Belum ada pertubuhan pengguna perkhidmatan ini yang memeriksa tempat kerja di negara ini. Laporan anda disimpan, dan akan diberi kepada pertubuhan pertama yang memeriksa di sini. Sehingga itu tiada sesiapa membacanya: sila hubungi salah satu kenalan yang disenaraikan di sini.
safety-next-come_back = Datang semula dengan kod resit untuk melihat sudah sampai ke mana urusannya, menambah gambar, serta membaca dan menulis mesej. Tiada sesiapa menghubungi anda, dan perkhidmatan ini tidak memberitahu majikan anda apa-apa.
safety-left-statistics = Satu baris statistik: negara, bulan, jenis laporan dan sudah sampai ke mana. Ia tidak menunjukkan sesiapa.
safety-left-audit_log = Dalam log kakitangan: nombor laporan, siapa yang membukanya dan bila. Bukan apa yang mereka baca.
safety-left-receipt_hash = Cap jari kod resit anda dengan nombor kiriman anda dan bulannya, supaya kod itu dijawab dengan "sudah dipadam".
safety-left-sealed_answers = Selama beberapa hari, jawapan yang diberi perkhidmatan ini kepada aplikasi anda, dikunci dengan kunci yang hanya ada pada aplikasi anda.
safety-left-backups = Salinan lama pangkalan data, yang di dalamnya laporan anda dikunci rapat, sehingga pengendali memusnahkannya.
problem-cases_stranded = Kes-kes ini akan tinggal tanpa sesiapa yang boleh membukanya
    .detail = Hanya akaun ini boleh membuka { $cases }. Minta rakan sekerja membukanya dahulu, atau berikan kuncinya kepada seorang; kemudian cuba lagi.
problem-case_key_locked = Kunci kes anda tidak terbuka dalam sesi ini
    .detail = Buka dengan POST /v1/staff/sessions/current/case-key dan frasa laluan anda, atau log masuk semula dengan kata laluan anda.
problem-case_key_not_held = Anda belum diberi kunci permohonan ini
    .detail = Rakan sekerja yang membukanya, penjaga kunci, atau lawatan pekerja itu yang berikutnya akan memberikannya kepada anda.
problem-not_an_attachment = Fail jenis ini tidak diterima di sini
    .detail = Hantar gambar JPEG, PNG atau WebP, rakaman, atau PDF. Yang penting ialah isi fail itu, bukan namanya.
problem-damaged_attachment = Fail ini rosak
    .detail = Permulaannya baik tetapi selebihnya tidak. Sila hantar fail yang penuh, atau buat semula.
problem-too_many_attachments = Lampiran untuk permohonan ini sudah penuh
    .detail = Satu permohonan menerima { $limit } lampiran. Perkara lain boleh diterangkan dalam tambahan.
fault-no_case_key = bukan pegawai kes aktif yang mempunyai kunci; dia perlu log masuk sekali dahulu
problem-webhook_endpoints_full = Titik akhir webhook pertubuhan ini sudah penuh
    .detail = Satu pertubuhan ada paling banyak { $limit } titik akhir. Padam satu yang tidak diperlukan lagi.
problem-webhook_endpoint_disabled = Titik akhir webhook ini dimatikan
    .detail = Hidupkan dahulu; kemudian apa yang tidak dapat dihantar boleh dihantar semula.
fault-not_a_public_address = mestilah alamat https bagi pelayan pada rangkaian awam
problem-client_revoked = Klien ini sudah dibatalkan
    .detail = Ia tidak boleh digunakan lagi. Buat yang baharu.
problem-client_authenticates_otherwise = Klien ini membuktikan dirinya dengan cara lain
    .detail = Klien yang menandatangani tiada rahsia, dan yang ada rahsia tiada kunci. Buat yang baharu.
fault-not_a_public_key = mestilah kunci awam: RSA sekurang-kurangnya 2,048 bit, P-256 atau Ed25519, tanpa apa-apa yang peribadi di dalamnya
problem-openid_not_configured = Tiada log masuk luar di sini
    .detail = Log masuk dengan nama akaun dan kata laluan anda.
problem-unknown_openid_state = Tiada log masuk seperti ini sedang berjalan
    .detail = Ia mengambil masa terlalu lama atau sudah digunakan. Sila mula log masuk semula.
problem-unknown_openid_invitation = Jemputan ini tidak membuka apa-apa
    .detail = Ia sudah digunakan atau tempohnya sudah tamat. Minta yang baharu daripada pentadbir pertubuhan anda.
problem-openid_refused = Log masuk luar tidak berjaya
    .detail = Penyedia anda tidak mengesahkan siapa anda. Sila mula log masuk semula.
problem-openid_not_linked = Tiada akaun di sini yang dipautkan kepada anda
    .detail = Minta jemputan daripada pentadbir pertubuhan anda, dan mula log masuk dengannya.
problem-openid_linked_otherwise = Akaun lain dipautkan kepada anda
    .detail = Seorang pada penyedia itu mempunyai satu akaun di sini. Pentadbir boleh membuang pautan yang lain.

# What came of a request.

problem-no_outcome_yet = Belum ada hasil
    .detail = Pertubuhan itu belum menyatakan apa hasil permohonan anda. Anda boleh menulis mesej pada bila-bila masa.
problem-satisfaction_given = Anda sudah menyatakan sama ada anda berpuas hati
    .detail = Ini ditanya sekali sahaja. Tinggalkan bahagian itu; semua yang lain boleh dinyatakan lagi.

# The diary, and the claim that follows from it.

problem-diary_full = Diari sudah penuh
    .detail = Ia memuatkan { $limit } catatan. Buang yang tidak perlu, kemudian hantar semula yang sama.
problem-no_claim_rule = Belum ada yang menyatakan cara tuntutan dikira
    .detail = Nyatakan dahulu kadar yang dipersetujui dan penggandanya (`claim-rule`).
problem-claim_too_large = Jumlahnya terlalu besar untuk dikira
    .detail = Cari jumlah atau bilangan barang yang tersalah taip.
fault-other_than_claim = mestilah mata wang tuntutan itu
claim-assumes-hours_as_written = Jam kerja diambil seperti yang anda tulis.
claim-assumes-breaks_unpaid = Waktu rehat tidak dikira sebagai kerja.
claim-assumes-overtime_beyond = Yang melebihi hari kerja biasa, dan melebihi minggu kerja biasa jika dinyatakan, ialah kerja lebih masa. Minggu bermula pada hari Isnin.
claim-assumes-rest_days_as_marked = Hari rehat ialah hari yang anda tandai; jam pada hari itu tidak dikira dalam minggu kerja biasa.
claim-assumes-daily_rate_divided = Satu jam bagi gaji harian ialah gaji itu dibahagi dengan jam dalam hari kerja biasa.
claim-assumes-monthly_rate_divided = Satu jam bagi gaji bulanan ialah gaji itu dibahagi dengan bilangan hari dalam bulan dan jam dalam hari kerja biasa.
claim-assumes-pieces_without_overtime = Kerja ikut barang dibayar mengikut bilangan barang, tanpa kerja lebih masa.
claim-assumes-payments_in_month_of_entry = Bayaran dikira dalam bulan catatan yang menyebutnya.
claim-assumes-rounded_per_month = Setiap bulan dibundarkan sekali, kepada unit terkecil mata wang, setengah unit ke atas.
claim-remark-no_rate = Tiada kadar untuk catatan ini, jadi jamnya tidak dikira.
claim-remark-other_currency = Kadar atau bayaran ini dalam mata wang lain dan tidak dikira.
claim-remark-no_days_per_month = Kadar ini bulanan dan peraturan tidak menyatakan dibahagi dengan berapa hari, jadi ia tidak dikira.
claim-remark-no_pieces = Ini dibayar ikut barang dan tidak menyatakan berapa, jadi ia tidak dikira.
claim-remark-overlaps = Ini bertindih dengan catatan lain; kedua-duanya dikira.
fault-unknown_message = bukan mesej permohonan ini

# The evidence pack on paper.

pack-title = Pakej bukti
pack-made_at = Dibuat pada
pack-request = Permohonan
pack-digest = SHA-256 bagi JSON
pack-attached = JSON itu sendiri dilampirkan pada fail ini sebagai evidence-pack.json.
pack-claim = Tuntutan
pack-diary = Diari kerja dan gaji
pack-messages = Mesej
pack-outcome = Hasilnya
pack-attachments = Gambar, rakaman dan dokumen
pack-as_received = seperti yang diterima
pack-custody_log = Log jagaan
pack-source = Sumber
pack-ordinary = jam biasa
pack-overtime = lebih masa
pack-rest_day = hari rehat
pack-entitled = patut dibayar
pack-paid = dibayar
pack-owed = terhutang
pack-total = Jumlah
pack-breaks = rehat
pack-edited = disunting
pack-earlier = versi
pack-parts = SHA-256 bagi setiap bahagian
pack-not_judged = Apa yang tertulis di sini diceritakan oleh orang itu dan dikira daripadanya. Tiada pihak berkuasa yang memutuskannya.

# Check-ins.

check-in-question = Apa khabar anda sejak itu? Adakah sesiapa menghukum anda kerana anda meminta bantuan?
check-in-question-report = Apa khabar anda sejak itu? Adakah sesiapa menghukum anda kerana anda melaporkan bahaya?
problem-check_in_not_due = Anda belum ditanya lagi
    .detail = Soalan itu akan datang kemudian. Anda boleh menulis mesej pada bila-bila masa.
problem-check_in_answered = Anda sudah menjawab ini
    .detail = Tulislah mesej jika ada yang berubah sejak itu.

# Requests that belong together.

fault-unknown_request = bukan permohonan lain milik pertubuhan anda

# Conversations by text. Short, without names of the service; a line is worth money. Keywords are separated by commas.
sms-language-name = Bahasa Melayu
sms-keywords-stop = stop, henti, berhenti, hentikan
sms-keywords-start = start, mula, mula semula
sms-keywords-help = help, bantuan, bantu, tolong, info
sms-keywords-danger = sos, bahaya, kecemasan
sms-keywords-language = bahasa, tukar bahasa
sms-language = { $list }
sms-menu = 1 Minta bantuan
    2 Saya ada kod
    3 Nombor kecemasan
    4 Bahasa
sms-help = Bantuan percuma untuk pekerja. Tidak perlu nama. Padam SMS yang orang lain tidak patut lihat. SOS: bahaya. BAHASA: bahasa lain. STOP: tiada SMS lagi.
sms-country-guess = Adakah anda di { $country }?
    1 Ya
    2 Tidak
sms-country = Anda di negara mana? Hantar namanya.
sms-country-unknown = Kami tidak kenal negara itu. Hantar namanya, atau dua hurufnya seperti SG.
sms-numbers-of = Negara lain? Hantar namanya. 1: minta bantuan
sms-numbers = Jika dalam bahaya, hubungi: { $numbers }
sms-no-numbers = Jika dalam bahaya, hubungi polis di tempat anda.
sms-urgency = Berapa cepat anda perlu bantuan?
    1 Saya dalam bahaya sekarang
    2 Minggu ini
    3 Tidak segera
sms-topics = Tentang apa? Hantar satu nombor atau lebih, contohnya 1 3
    { $list }
    0 Lagi
sms-words = Tulis apa yang berlaku, dalam satu SMS atau lebih. Hantar 1 apabila siap, 0 untuk buang semua.
sms-words-in-danger = Hantar 1 untuk minta bantuan sekarang. Atau tulis dahulu anda di mana dan apa yang berlaku.
sms-words-more = Dicatat. Tulis lagi, atau 1 apabila siap.
sms-words-full = SMS ini tidak muat dan tidak disimpan. Hantar 1 untuk teruskan.
sms-may-text = Boleh kami hantar SMS ke nombor ini jika ada berita?
    1 Ya
    2 Tidak, saya akan tanya dengan kod
sms-confirm = Pertubuhan yang membantu di negara anda akan membacanya.
    1 Hantar
    0 Buang semua
sms-kept = Kami simpan apa yang anda tulis.
sms-dropped = Dibuang. Tiada apa-apa dihantar.
sms-filed = Dihantar. Kod anda datang dalam SMS lain. Tulis di kertas, kemudian padam SMS. Hantar kod ke sini untuk membaca jawapan.
sms-code = Hantar kod anda, 32 angka. 0: kembali
sms-code-wrong = Kod itu tidak membuka apa-apa. Semak setiap kumpulan. 0: kembali
sms-code-wait = Terlalu banyak kod salah. Cuba lagi beberapa minit nanti.
sms-code-elsewhere = Kod itu untuk perkara lain. Gunakannya dalam aplikasi.
sms-code-ended = Kod itu tidak membuka apa-apa lagi.
sms-code-over = Sila hantar kod anda sekali lagi.
sms-case = 1 Status
    2 Baca jawapan
    3 Tulis
    4 Tarik balik
    5 Padam
    0 Tamat
sms-standing = { $status }. Ada berita selewat-lewatnya { $date }.
sms-standing-ended = { $status }.
sms-no-answer = Belum ada jawapan.
sms-no-older-answer = Tiada jawapan yang lebih lama.
sms-message = Tulis mesej anda, dalam satu SMS atau lebih. 1: hantar, 0: buang
sms-message-more = Dicatat. Tulis lagi. 1: hantar, 0: buang
sms-sent = Dihantar.
sms-take-back = Apabila ditarik balik, tiada sesiapa membacanya lagi.
    1 Tarik balik
    0 Tidak
sms-taken-back = Sudah ditarik balik.
sms-erase = Ia akan hilang selama-lamanya.
    1 Padam
    0 Tidak
sms-erased = Sudah dipadam. Padam juga SMS dalam telefon anda.
sms-erase-waits = Ditutup kepada semua. Perintah mahkamah menahannya; ia dipadam apabila perintah itu tamat.
sms-status-only = Kod ini hanya menunjukkan status.
sms-was-taken-back = Sudah ditarik balik. Tidak boleh menulis lagi.
sms-danger-told = Kami sudah memberitahu pertubuhan itu.
sms-bye = Padam SMS ini jika orang lain membaca telefon anda.
sms-stopped = Tiada SMS lagi. Hantar START untuk mula semula.

# Reaching people.

contact-text-1 = Helo! Telefon saya bila ada masa ya.
contact-text-2 = Apa khabar? Ada sesuatu saya nak beritahu.
contact-text-3 = Hai, mesej saya bila senang ya.
contact-text-4 = Helo, ada berita. Nanti kita borak.
contact-text-named = { $organisation }: ada sesuatu yang baharu untuk anda. Gunakan kod anda untuk membacanya.
problem-contact_refused = Hubungan ini di luar rancangan
    .detail = Rancangan orang itu tidak membenarkannya ({ $reason }). Ini sudah dicatat pada permohonan. Masa seterusnya: { $not_before }.

# Consents and referrals.
problem-consent_not_covering = Tiada persetujuan yang merangkumi semua ini
    .detail = Minta persetujuan orang itu untuk penerima dan tujuan ini, atau tinggalkan apa yang tidak dirangkumi.
problem-recipient_refused = Orang itu tidak mahu penerima ini
    .detail = Dia sudah mengecualikannya, atau berkata tidak. Penerima itu tidak diberitahu apa-apa, walaupun nyawa dalam bahaya; hubungi pihak lain.
problem-no_danger_to_life = Tidak diketahui ada nyawa dalam bahaya
    .detail = Tanpa persetujuan, sesuatu hanya ditunjukkan jika permohonan menyebut danger_now atau keutamaannya critical.
problem-referral_over = Rujukan ini sudah tamat
    .detail = Ia sudah dijawab, ditarik balik, atau masanya sudah habis.
problem-transfer_open = Permohonan ini sedang diserahkan
    .detail = Tunggu jawapannya, atau tarik balik penyerahan itu dahulu.
problem-consent_ended = Orang itu sudah berkata tidak
    .detail = Hanya dia yang boleh bersetuju semula, dengan kod resitnya.
problem-too_many_consents = Terlalu banyak perkara seperti ini untuk satu permohonan
    .detail = Satu permohonan menerima paling banyak { $limit }.
problem-not_handed_over = Orang itu belum membenarkan ini diserahkan
    .detail = Permohonan ini datang kepada anda daripada pertubuhan lain. Tanya orang itu sama ada anda boleh membaca ini juga.
fault-belongs_to = hanya untuk { $expected }
fault-own_organisation = tidak boleh pertubuhan anda sendiri
fault-unknown_attachment = bukan lampiran permohonan ini
assistance-next-consent_asked = Seorang pegawai kes bertanya sama ada pertubuhan lain boleh mengetahui sesuatu tentang anda. Lihat siapa dan mengapa, kemudian setuju dengan semuanya atau sebahagian, atau tolak.
assistance-next-consent_overridden = Sebahagian permohonan anda ditunjukkan kepada pertubuhan lain tanpa bertanya kepada anda, kerana nyawa anda nampaknya dalam bahaya. Lihat kepada siapa, apa, dan mengapa.

# Establishments.

problem-establishment_merged = Premis ini sudah digabungkan ke dalam premis lain
    .detail = Ubah yang masih ada: { $into }.
problem-merged_since = Ada penggabungan lain selepas yang ini
    .detail = Batalkan penggabungan yang lebih baharu dahulu; kemudian yang ini boleh dibatalkan.
fault-more_than_total = lebih daripada jumlah semua pekerja
fault-unknown_establishment = bukan premis di sana
fault-same_establishment = mestilah premis lain
fault-list_unreadable = tidak dapat dibaca sebagai senarai baris dan lajur
fault-unknown_column = bukan lajur yang dikenali di sini
fault-missing_column = ialah lajur yang mesti ada dalam senarai

# Files that come in part by part.

problem-tus_version_not_supported = Versi tus ini tidak disediakan
    .detail = Hantar `Tus-Resumable: 1.0.0`.
problem-upload_offset_mismatch = Muat naik ini berada di tempat lain
    .detail = Tanya dengan HEAD sudah sampai ke mana (`Upload-Offset`) dan teruskan dari situ. Tiada apa-apa daripada permintaan ini disimpan.
problem-checksum_mismatch = Yang sampai tidak sama dengan yang dihantar
    .detail = Hasil tambah semaknya tidak sepadan. Tiada apa-apa daripada permintaan ini disimpan; hantar semula.
problem-checksum_not_supported = Hasil tambah semak ini tidak dikenali di sini
    .detail = Gunakan `sha1` atau `sha256`, dengan hasil tambah semak dalam Base64.
problem-too_many_uploads = Terlalu banyak muat naik yang belum selesai
    .detail = Paling banyak { $limit } boleh dimulakan. Selesaikan satu daripadanya atau padamkannya.
problem-upload_expired = Muat naik ini tidak selesai pada waktunya
    .detail = Mulakan semula.

# Planning of visits
problem-visit_plan_drawn = Sudah ada rancangan untuk tempoh ini
    .detail = Rancangan dibuat sekali bagi setiap tempoh. Ubah atau batalkan lawatan satu demi satu.
problem-visit_plan_open = Rancangan yang lalu belum diterima
    .detail = Terima rancangan itu dahulu; kemudian tempoh berikutnya boleh dirancang.
problem-visit_plan_accepted = Rancangan ini sudah diterima
    .detail = Lawatannya sudah dibuat. Ubah atau batalkan lawatan satu demi satu.
fault-not_its_inspector = dinyatakan oleh pemeriksa yang memegang laporan itu
fault-not_a_planning_period = mestilah hari pertama tempoh rancangan ini atau yang berikutnya

# Tablets of inspectors.

problem-invalid_dpop_proof = Kunci tablet ini tidak dibuktikan
    .detail = Hantar bukti `DPoP` yang baharu untuk permintaan ini sendiri, ditandatangani dengan kunci yang digunakan oleh tablet semasa log masuk (RFC 9449). Jika jam tablet tidak tepat, ambil masa daripada pengepala `Date` dalam jawapan ini.
problem-device_revoked = Tablet ini tidak dipercayai lagi
    .detail = Padam semua yang disimpan oleh aplikasi ini, termasuk kuncinya, kemudian beritahu orang yang memegangnya bahawa tablet ini sudah dibatalkan. Apa-apa yang diminta dengan kunci ini tidak akan dijawab dengan cara lain lagi.
problem-device_key_missing = Sesi ini tidak terikat pada mana-mana kunci
    .detail = Log masuk pada tablet dengan bukti `DPoP`, kemudian daftarkannya.
problem-device_key_taken = Sebuah tablet sudah didaftarkan dengan kunci ini
    .detail = Buat kunci baharu bagi setiap pemeriksa dan setiap tablet, log masuk dengannya, dan daftarkannya.
problem-device_needed = Ini memerlukan tablet yang berdaftar
    .detail = Log masuk pada tablet dengan bukti `DPoP` dan daftarkannya di `/v1/staff/devices`. Di meja, gunakan alamat lawatan.
fault-unknown_visit = bukan lawatan anda; tablet menulis pada lawatan pemeriksanya
fault-unknown_record = bukan rekod yang ada pada perkhidmatan; hantar pembuatannya dahulu
fault-not_of_this_visit = bukan perkara jenis itu dalam lawatan ini
fault-no_visit_there = bukan lawatan ke premis yang sama
fault-evidence_needed = memerlukan bukti untuk jawapan bagi { $item } ({ $answer }), atau sebab mengapa tiada bukti
fault-unknown_campaign = bukan kempen inspektorat anda
fault-only_by_planners = ditetapkan di meja oleh orang yang merancang lawatan
fault-cannot_change = tidak boleh diubah
fault-predecessor_missing = bergantung pada perubahan yang tidak sampai dalam masa lima hari
fault-predecessor_rejected = bergantung pada perubahan yang ditolak

# Inspections.

problem-too_many_checklists = Senarai semak inspektorat ini sudah penuh
    .detail = Versi lama disimpan selama-lamanya, jadi ada had berapa banyak boleh diterbitkan. Tanya pihak yang mengendalikan perkhidmatan ini.
problem-not_of_the_team = Hanya pasukan lawatan ini boleh melakukannya
    .detail = Orang lain dalam inspektorat boleh membacanya. Sesiapa yang perlu menulis tentangnya ditambah ke dalam pasukan dahulu.
problem-too_many_interviews = Temu bual untuk lawatan ini sudah penuh
    .detail = Apa lagi yang perlu didengar dibuat dalam lawatan lain.
problem-visit_not_ended = Lawatan ini belum tamat
    .detail = Laporan ditandatangani apabila lawatan sudah dibuat, atau tidak dapat dibuat.
problem-year_not_over = Tahun ini belum tamat
    .detail = Laporan tahunan diterbitkan apabila tahunnya sudah tamat di negara inspektorat itu.
problem-report_changed = Ini bukan apa yang tertulis dalam laporan sekarang
    .detail = Baca laporan itu semula dan tandatangani apa yang tertulis. Yang sudah ditandatangani tidak ditandatangani dua kali.
fault-never_changes = tidak pernah berubah
fault-not_a_next_step = bukan langkah yang boleh menyusul daripada keadaannya sekarang
fault-unknown_checklist = ialah cincangan yang bukan milik mana-mana senarai semak yang dikenali di sini
fault-not_for_this_visit = ialah senarai semak untuk negara lain atau masa lain
fault-unknown_item = bukan perkara dalam senarai semak ini
fault-does_not_fit_type = hanya untuk perkara jenis choice, dan perkara itu mesti ada bahagian ini
fault-one_of_the_two = memerlukan satu daripada dua bahagiannya, dan satu sahaja
fault-set_by_the_service = ditetapkan oleh perkhidmatan dan tidak boleh dihantar
fault-no_working_calendar = tidak dapat dikira: hari bekerja negara ini tidak diketahui di sini; nyatakan hari terakhir
fault-beyond_known_holidays = melepasi { $until }, had cuti umum yang diketahui di sini; nyatakan hari terakhir
fault-code_of_the_service = ialah kod senarai semak yang disediakan oleh perkhidmatan; pilih yang lain
fault-unknown_script = ialah cincangan skrip temu bual yang tidak pernah diterbitkan
fault-needs_english = mesti ada teks dalam bahasa Inggeris (en)

# Versions of articles.

problem-article_exists = Sudah ada artikel dengan nama ini
    .detail = Mulakan versi baharu artikel itu, atau pilih nama lain.
problem-article_draft_open = Ada orang sedang mengerjakan artikel ini
    .detail = Hanya satu versi dikerjakan pada satu masa. Teruskan versi itu, atau lepaskannya dahulu.
problem-article_version_stands = Versi ini tidak berada pada peringkat yang membolehkan ini dibuat
    .detail = Draf diubah dan diserahkan, versi yang menunggu diterbitkan atau ditolak, dan yang sudah diterbitkan ditarik balik. Baca semula.
problem-article_moved_on = Versi lain sudah diterbitkan sejak versi ini dimulakan
    .detail = Lihat apa yang berbeza, ambil apa yang perlu, dan nyatakan versi yang sudah anda lihat sebagai `based_on`.
problem-own_article_version = Orang lain memutuskan apa yang anda tulis
    .detail = Orang yang memulakan, mengubah atau menyerahkan sesuatu versi tidak boleh menerbitkan atau menolaknya. Minta rakan sekerja yang menyemak.
problem-not_an_article_recording = Rakaman jenis ini tidak diterima
    .detail = Hantar Ogg atau WebM dengan Opus, MP4, M4A atau AAC, 3GP atau AMR, MP3 atau WAV.
problem-damaged_article_recording = Rakaman ini rosak
    .detail = Ia terputus, atau selebihnya tidak sama dengan permulaannya. Hantar semula.
problem-article_recording_too_long = Rakaman ini terlalu panjang
    .detail = Paling lama { $limit } saat. Pekerja membayar untuk setiap saat.
problem-range_not_satisfiable = Fail ini tiada bahagian seperti itu
    .detail = `Content-Range` menyatakan berapa bait fail itu. Minta semula tanpa `Range`.
fault-unknown_jurisdiction = bukan negara, sebahagian daripada negara atau `international`
fault-only_english_is_source = ialah `source` dalam bahasa Inggeris dan hanya di sana
fault-review_incomplete = dihantar bersama `reviewed_by`, dan hanya dengannya
fault-review_does_not_fit = mestilah `machine_reviewed` hanya jika ada orang sudah menyemak terjemahan mesin, dan jika begitu mesti begitu
fault-markdown_not_allowed = ada sesuatu selain tajuk mulai peringkat kedua, perenggan, senarai, penekanan dan pautan https

# Entitlements and checks.
check-says-breach = Setakat yang kami tahu, ini tidak seperti yang dikehendaki undang-undang. Lihat setiap peraturan, dan tanya seseorang sebelum anda bertindak.
check-says-kept = Setakat yang dapat diketahui, ini seperti yang dikehendaki undang-undang.
check-says-unknown = Ini tidak dapat dipastikan. Lihat apa yang boleh membantu untuk tahu lebih lanjut, dan tanya seseorang.
check-says-nothing-known = Kami tidak tahu apa-apa peraturan tentang ini. Itu tidak bermakna ia dibenarkan: tanya seseorang.
check-caution = Ini maklumat, bukan keputusan, dan belum disemak oleh peguam. Tiada apa-apa daripada soalan anda disimpan.
fault-unknown_contract_member = bukan bahagian yang ada dalam kontrak di sini
fault-wrong_contract_value = bentuknya tidak seperti bahagian kontrak ini

# The service directory.
fault-below_minimum_age = tidak boleh kurang daripada minimum_age
fault-unknown_place = tidak menyebut tempat perkhidmatan ini; tinggalkan untuk tempat baharu

# Bundles.
problem-unknown_corridor = Tiada apa-apa yang diketahui tentang koridor ini
    .detail = Tentang salah satu daripada dua negara itu tiada apa-apa di sini. `/v1/bundles` menyenaraikan apa yang boleh didapati.
