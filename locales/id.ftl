# Teks yang dikirim oleh layanan itu sendiri, satu pesan untuk setiap masalah dan kesalahan.
# `problem-<code>` adalah judulnya; atribut `.detail` menjelaskan apa yang perlu dilakukan.

problem-malformed_request = Bentuk permintaan ini tidak dilayani
    .detail = Jenis bagian yang disebutkan salah atau bagian itu tidak dikenal. Tidak ada yang disimpan.
problem-invalid_request = Sebagian dari yang dikirim tidak sah
    .detail = Perbaiki bagian yang disebutkan lalu kirim lagi. Tidak ada yang disimpan.
problem-invalid_cursor = Penanda halaman ini tidak dapat digunakan
    .detail = Mulai lagi dari halaman pertama. Penanda hanya berlaku untuk satu pencarian dan tidak dapat diubah.
problem-idempotency_key_missing = Permintaan ini memerlukan Idempotency-Key
    .detail = Kirim kunci acak baru untuk setiap pengiriman baru dan kunci yang sama bila Anda mengulanginya, agar tidak ada yang tercatat dua kali.
problem-idempotency_key_malformed = Idempotency-Key ini tidak dapat digunakan
    .detail = Kunci adalah teks dalam tanda kutip, 1 sampai 255 karakter ASCII yang dapat dicetak (RFC 8941).
problem-idempotency_key_reused = Idempotency-Key ini sudah dipakai untuk hal lain
    .detail = Kunci yang sama datang dengan permintaan yang berbeda. Gunakan kunci baru untuk setiap pengiriman baru.
problem-in_progress = Permintaan yang sama masih dikerjakan
    .detail = Ulangi sebentar lagi dengan kunci yang sama; Anda akan mendapat jawaban yang pertama.
problem-unauthenticated = Bagian ini memerlukan kode tanda terima, atau masuk sebagai petugas
    .detail = Yang membukanya adalah kode yang Anda catat saat mengirim laporan, permintaan, atau ulasan: kirim kode itu di header Authorization sebagai `Receipt …`. Petugas mengirim token akses yang sah sebagai `Bearer …`.
problem-invalid_token = Token akses ini tidak sah
    .detail = Mungkin sudah kedaluwarsa. Ambil yang baru dengan refresh token Anda, atau masuk lagi.
problem-unknown_receipt = Kode tanda terima ini tidak membuka apa pun
    .detail = Periksa setiap kelompok kode. Kode itu ada pada catatan yang Anda buat saat mengirim laporan.
problem-receipt_rotated = Kode tanda terima ini sudah diganti
    .detail = Kode lain telah menggantikannya dan kode ini tidak membuka apa-apa lagi. Jika bukan Anda yang menggantinya, orang lain pernah memegang kode ini: kirim lagi, atau tanyakan kepada organisasi yang Anda percaya.
problem-receipt_revoked = Tanda terima ini sudah dilepas
    .detail = Tidak ada lagi yang bisa mengikuti dengan kode ini, dan kode ini tidak bisa kembali. Itulah kehendak orang yang melepas atau mengambil alihnya.
problem-receipt_expired = Kode ini tidak dipakai pada waktunya
    .detail = Orang yang mengirimkannya bisa mendapat kode baru untuk diserahkan.
problem-receipt_shows_status_only = Tanda terima ini hanya menunjukkan sejauh mana prosesnya
    .detail = Orang yang Anda bantu sudah mengambil alih. Pesan dan semua yang lain kini milik mereka.
problem-handover_code_only = Kode ini untuk mengambil alih
    .detail = Kode ini tidak membuka apa-apa dengan sendirinya. Kirimkan ke POST /v1/receipts/take-over untuk mendapat kode tanda terima Anda sendiri.
receipt-revoke-warning = Begitu Anda melepas kode ini, tidak ada lagi yang bisa mengikuti apa yang Anda kirim: Anda tidak bisa membaca atau menulis pesan, menarik kembali atau menghapusnya, dan kode ini tidak bisa kembali. Yang Anda kirim tetap pada pihak yang menanganinya. Jika Anda ingin itu hilang, hapuslah saja.
problem-second_step_needed = Ini tidak ditampilkan hanya dengan kode
    .detail = Lakukan dulu langkah kedua. Berlaku selama 15 menit.
problem-second_word_needed = Ini memerlukan kata kedua Anda
    .detail = Anda memilih kata yang hanya Anda yang tahu. Kirimkan sebagai second_word.
problem-second_word_wrong = Ini bukan kata kedua Anda
    .detail = Coba lagi satu menit kemudian. Setelah beberapa kata yang salah, untuk sementara tidak ada yang diterima. Status dan pesan tidak memerlukan kata kedua.
problem-nothing_to_hand_over = Tidak ada yang bisa diserahkan
    .detail = Orang itu sudah mengambil alih, atau ini dikirim untuk diri sendiri.
problem-too_many_proofs = Jumlah buktinya sudah mencapai batas
    .detail = Paling banyak { $limit }. Tarik kembali semuanya, lalu buat yang baru.
problem-unknown_pseudonym = Tidak ada akun dengan nomor dan kode pemulihan ini
    .detail = Periksa keduanya. Tanda terima Anda tetap bisa diikuti dengan kodenya masing-masing.
problem-too_many_receipts = Akun ini sudah penuh
    .detail = Paling banyak { $limit } tanda terima. Keluarkan satu, atau buat akun lain.
problem-sign_in_failed = Gagal masuk
    .detail = Nama akun, kata sandi, atau kode sekali pakai salah.
problem-forbidden = Anda tidak boleh melakukan ini
    .detail = Peran Anda tidak mencakupnya. Tanyakan kepada administrator organisasi Anda.
problem-cross_origin_refused = Halaman web ini tidak boleh memanggil layanan
    .detail = Aplikasi peramban hanya boleh memanggil dari origin yang disebut oleh pengelola layanan, dan hanya dengan metode yang dilayani.
problem-not_found = Tidak ada apa-apa di sini
    .detail = Alamatnya salah, atau yang dimaksud tidak tersedia bagi Anda.
problem-method_not_allowed = Metode ini tidak dilayani di sini
    .detail = Header Allow menyebutkan metode yang dilayani.
problem-not_acceptable = Tidak ada jenis media yang Anda terima tersedia di sini
    .detail = Layanan ini menjawab dengan application/json.
problem-gone = Ini sudah dihapus
    .detail = Ini dihapus atas permintaan orangnya atau karena masa simpannya habis, dan tidak dapat dikembalikan.
problem-stale = Orang lain telah mengubahnya
    .detail = Baca lagi dan ulangi perubahan Anda pada versi sekarang; ETag versi itu dikirim bersama jawaban ini.
problem-precondition_required = Sebutkan versi mana yang Anda ubah
    .detail = Kirim ETag yang Anda baca sebagai If-Match, agar perubahan orang lain tidak hilang.
problem-body_too_large = Ini terlalu besar
    .detail = Paling banyak { $limit } bita diterima di sini.
problem-unsupported_media_type = Jenis media ini tidak dilayani
    .detail = Kirim sebagai { $expected }.
problem-too_many_requests = Terlalu banyak permintaan
    .detail = Tunggu { $seconds } detik lalu coba lagi. Tidak ada yang hilang.
problem-proof_of_work_required = Sangat banyak permintaan datang dari jaringan Anda
    .detail = Agar permintaan ini diterima, aplikasi Anda harus melakukan perhitungan kecil dulu. Tanpa itu, tunggu { $seconds } detik lalu coba lagi. Tidak ada yang hilang.
problem-unavailable = Layanan sedang tidak dapat menjawab
    .detail = Coba lagi sebentar dengan Idempotency-Key yang sama.
problem-internal_error = Terjadi kesalahan di pihak kami
    .detail = Tidak ada yang disimpan. Sampaikan request id kepada pengelola layanan.
problem-conflict = Ini tidak sesuai dengan keadaan sekarang
    .detail = Baca lagi: mungkin keadaannya sudah berubah sejak terakhir Anda lihat.
problem-id_taken = Id ini sudah dipakai
    .detail = Id yang Anda pilih sudah dimiliki yang lain. Buat yang baru.

fault-unknown_member = bagian ini tidak dikenal di sini
fault-wrong_type = harus berupa { $expected }
fault-missing_member = wajib diisi
fault-too_long = paling banyak { $limit } karakter
fault-too_short = paling sedikit { $limit } karakter
fault-too_many_items = paling banyak { $limit } isian
fault-too_few_items = paling sedikit { $limit } isian
fault-duplicate_items = tidak boleh memuat isian yang sama dua kali
fault-too_large = paling besar { $limit }
fault-too_small = paling kecil { $limit }
fault-malformed = tidak berbentuk seperti yang diharapkan di sini
fault-unknown_code = tidak ada dalam daftar kode { $list }
fault-unknown_value = harus salah satu dari { $expected }
fault-invalid = tidak dapat digunakan di sini
fault-not_json = bukan JSON; rusak di baris { $line }, kolom { $column }
fault-duplicate_member = bagian ini muncul lebih dari sekali
fault-unknown_agency = tidak ada agensi dengan id ini
fault-in_the_future = tidak boleh di masa depan
fault-in_the_past = tidak boleh di masa lalu
fault-too_far_ahead = paling lama { $years } tahun sejak hari pertama penahanan
fault-blank = tidak boleh kosong
fault-not_in_country = harus berada di negara yang disebut
fault-proof_expired = sudah kedaluwarsa; selesaikan tantangan yang baru
fault-proof_elsewhere = dibuat untuk permintaan atau jaringan lain; selesaikan tantangan yang baru
fault-proof_insufficient = tidak memiliki bit nol sebanyak yang diminta tantangan

# Agencies and reviews.

agency-note-listed = Daftar ini hanya memuat agen yang memiliki izin, dan tidak menyebut status masing-masing.
agency-note-copy = Ini salinan daftar “{ $register }” per { $date }. Izinnya mungkin sudah berakhir sejak itu. Tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
agency-note-missing = Agen ini tidak lagi ada dalam daftar per { $date }. Tanyakan alasannya sebelum berurusan dengannya.
licence-says-licensed = Menurut daftar per { $date } ({ $register }), { $name } memiliki izin { $number }. Izinnya mungkin sudah berakhir sejak itu: tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
licence-says-not-licensed = Menurut daftar per { $date } ({ $register }), izin { $number } milik { $name } tidak berlaku: { $status }. Tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
licence-says-no-longer-listed = { $name } (izin { $number }) ada di daftar sebelumnya, tetapi tidak ada di daftar per { $date } ({ $register }). Sebabnya bisa banyak: tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
licence-says-unknown = Daftar yang tersimpan di sini ({ $register }) tidak menjelaskan apakah izin { $number } milik { $name } berlaku hari ini. Tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
licence-says-ambiguous = Beberapa agen memiliki atau pernah memiliki nomor { $asked }. Bandingkan namanya, dan tanyakan kepada regulator sebelum membayar atau menandatangani apa pun.
licence-says-number-replaced = { $name } dahulu memiliki nomor { $asked }; menurut daftar per { $date } ({ $register }) nomornya kini { $number }. Tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
licence-says-not-held = Nomor { $asked } tidak ada dalam daftar negara ini yang tersimpan di sini. Itu tidak berarti izin itu tidak ada: daftar bisa lama atau tidak lengkap. Tanyakan kepada regulator sebelum membayar atau menandatangani apa pun.
licence-says-no-numbers = Daftar negara ini yang tersimpan di sini tidak memuat nomor izin. Cari nama agennya, dan tanyakan kepada regulator sebelum membayar atau menandatangani apa pun.
licence-says-no-list = Tidak ada daftar negara ini di sini. Tanyakan kepada regulator negara itu sebelum membayar atau menandatangani apa pun.
licence-comes-from-ended = { $name } berasal dari { $earlier } (izin { $number }), yang izinnya tidak berlaku: { $status }.
licence-comes-from-missing = { $name } berasal dari { $earlier } (izin { $number }), yang tidak lagi ada dalam daftar.
fault-ends_before_it_begins = tidak boleh sebelum hari pertama
sub-agent-confirmed = Mereka bertindak untuk agen ini, menurut agen itu sendiri atau daftar publik. Mintalah kuitansi untuk semua yang Anda bayar.
sub-agent-claimed = Ada yang mengatakan mereka bertindak untuk agen ini; agen itu belum mengatakannya. Tanyakan kepada agen sebelum membayar atau menyerahkan dokumen.
sub-agent-denied = Agen ini menyatakan mereka tidak bertindak untuknya. Jangan membayar dan jangan menyerahkan dokumen.
sub-agent-not-known = Tidak ada informasi di sini tentang nama atau telepon ini. Itu tidak berarti mereka tidak bertindak untuk agen ini: tanyakan kepada agen sebelum membayar atau menyerahkan dokumen.
problem-succession_cycle = Agen tidak dapat berasal dari dirinya sendiri
    .detail = Yang Anda sebut sebagai pendahulu adalah agen itu sendiri, atau berasal darinya.
problem-already_stated = Ini sudah dinyatakan
    .detail = Hubungan keduanya sudah dikonfirmasi dan ditampilkan. Tolak dahulu jika salah.
problem-both_listed = Keduanya ada dalam daftar
    .detail = Kedua entri ada dalam daftar terbaru, jadi keduanya agen yang berbeda. Putuskan bahwa keduanya berbeda.
problem-declared_interest = Penulis punya kepentingan dengan agen ini
    .detail = Ulasan dari orang yang bekerja pada, memiliki, atau berkerabat dengan agen atau pesaingnya tidak diterbitkan. Tolak dengan alasan conflict_of_interest.
fault-too_many_decimals = paling banyak { $limit } angka di belakang koma untuk mata uang ini
fault-other_currency = harus dalam mata uang pembayarannya
fault-more_than_paid = lebih besar dari yang dibayar
problem-employer_not_accepted = Majikan ini tidak punya halaman
    .detail = Seorang pekerja menyebut majikan ini. Tidak ada yang diterbitkan tentangnya sebelum pihak dengan kompetensi registers menerimanya, dan tidak ada yang dapat ditambahkan setelah ditolak.
problem-private_household = Rumah tangga pribadi tidak punya halaman
    .detail = Orang di rumah tempat Anda bekerja adalah orang pribadi, jadi tidak ada yang disimpan. Jika butuh bantuan, mintalah di /v1/assistance-requests; jika ada bahaya, laporkan di /v1/safety-reports. Agen yang mengirim Anda dapat diulas, termasuk upah, jam kerja, dan tempat tinggal.
fault-not_rated_here = tidak berlaku di sini: agen dan majikan dinilai atas hal yang berbeda (daftar kode review_dimensions)
fault-not_where_the_employer_is = harus negara majikan
fault-unknown_employer = bukan majikan di negara ini
fault-not_a_web_address = harus alamat http atau https
review-next-proposed = Majikan yang disebut diperiksa dahulu, lalu moderator membaca ulasan Anda. Anda tidak perlu berbuat apa-apa. Lihat lagi beberapa hari lagi dengan kode tanda terima Anda. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-employer-refused = Ulasan Anda tidak diterbitkan karena majikan ini tidak dapat memiliki halaman umum: mungkin rumah tangga pribadi, atau tidak dapat dipastikan siapa. Tulisan Anda tidak diperlihatkan kepada siapa pun di luar. Jika butuh bantuan, mintalah; jika ada bahaya, laporkan. Anda dapat menghapus ulasan itu.
employer-next-open = Majikan ini diperiksa dahulu sebelum punya halaman. Anda dapat menulis ulasan sekarang; ulasan disimpan sampai saat itu.
fault-unknown_licence = tidak ada dalam daftar negara ini yang disimpan di sini
fault-several_agencies = dimiliki atau pernah dimiliki beberapa agen; sebutkan agen dengan id-nya
fault-not_from_a_collector = tidak dapat berasal dari pengumpul: penulis mengirimnya dengan kode tanda terima
fault-own_interest = tentang agen yang di dalamnya organisasi Anda berkepentingan
fault-id_in_use = sudah dipakai; pilih yang lain atau jangan kirim
problem-not_a_recording = Ini bukan rekaman yang diterima di sini
    .detail = Kirim suara sebagai Ogg Opus, WebM Opus, M4A atau MP4 dengan AAC, AAC, 3GP atau AMR, MP3 atau WAV. Jenis lain dapat menyimpan di mana dan oleh siapa direkam, dan tidak dapat dibersihkan di sini.
problem-damaged_recording = Rekaman ini rusak
    .detail = Awalnya rekaman, tetapi kelanjutannya bukan. Silakan rekam lagi, atau kirim berkas secara utuh.
problem-recording_too_long = Rekaman ini terlalu panjang
    .detail = Satu rekaman paling lama { $limit } detik. Silakan sampaikan lebih singkat.
problem-already_recorded = Sudah ada rekaman
    .detail = Satu ulasan memiliki satu rekaman. Hapus dulu, lalu kirim yang baru.
problem-cannot_appeal = Hal ini tidak dapat dibanding
    .detail = Hanya penolakan yang dapat dibanding, satu kali, dalam 90 hari. Ulasan yang diubah dibaca lagi tanpa banding.
problem-own_interest = Tidak ada yang mencabut kepentingannya sendiri
    .detail = Mintalah moderator lain: hanya orang lain yang dapat menyatakan bahwa kepentingan itu sudah tidak ada.
problem-own_decision = Orang lain yang memutuskan banding ini
    .detail = Anda yang menolak ulasan ini, jadi moderator lain yang memutuskan.
problem-claim_repeated = Organisasi Anda sudah mengklaim agen ini
    .detail = Klaimnya menunggu moderator atau sudah disetujui. Baca di /v1/staff/own-agency-claims.
problem-profile_held = Organisasi lain mewakili agen ini
    .detail = Periksa dulu klaimnya. Hanya satu organisasi yang mewakili sebuah agen; cabut klaim yang lain sebelum menyetujui yang ini.
problem-too_many_claims = Terlalu banyak klaim Anda menunggu moderator
    .detail = Paling banyak { $limit } menunggu sekaligus. Tunggu sampai salah satunya diputuskan.
problem-already_answered = Agen Anda sudah menjawab ulasan ini
    .detail = Sebuah ulasan dijawab satu kali. Selama belum diterbitkan, jawaban dapat ditulis ulang.
problem-rejected_too_often = Jawaban ini tidak dapat diubah lagi
    .detail = Sudah ditolak { $limit } kali.
problem-already_reported = Agen Anda sudah melaporkan ulasan ini
    .detail = Hanya satu laporan terbuka untuk satu ulasan, dan tiap alasan didengar satu kali.
problem-too_many_reports = Laporan agen Anda bulan ini sudah cukup
    .detail = Paling banyak { $limit } laporan dalam satu bulan. Perintah pengadilan dapat dikirim kepada pengelola layanan.
review-next-pending = Moderator membaca ulasan Anda sebelum orang lain dapat melihatnya. Periksa lagi beberapa hari lagi dengan kode tanda terima Anda. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-accepted = Moderator telah membaca ulasan Anda dan menyetujuinya. Ulasan itu muncul dalam beberapa hari, agar dari harinya tidak ada yang tahu milik siapa. Anda dapat mengubah, menarik, atau menghapusnya kapan saja; maka ulasan itu tidak muncul.
review-next-published = Ulasan Anda sudah diterbitkan dan dihitung. Ulasan suatu agen baru ditampilkan bila sudah ada sedikitnya { $minimum }, agar tidak ada yang tahu ulasan mana milik siapa. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-rejected = Ulasan Anda tidak diterbitkan; alasannya disebutkan. Anda dapat mengubahnya agar dibaca lagi oleh moderator, atau menghapusnya.
review-next-withdrawn = Anda telah menarik ulasan Anda. Ulasan itu tidak ditampilkan dan tidak dihitung. Anda dapat menghapusnya.
review-next-checked = Ulasan Anda sudah diterbitkan, dan sedang diperiksa karena ada ulasan lain yang datang bersamaan. Sampai moderator melihatnya, ulasan itu ditampilkan tetapi tidak dihitung. Anda tidak perlu melakukan apa pun.
signal-burst = { $count } ulasan tentang agen ini dalam { $days } hari, padahal biasanya sekitar { $usual }; { $share } % berada di sisi yang sama. Setelah kejadian buruk, banyak orang jujur menulis pada waktu yang sama.
signal-near-duplicate = Komentarnya hampir sama dengan { $count } ulasan sebelumnya tentang agen ini. Mana yang lebih dulu sudah jelas: hanya yang kemudian ditandai.
signal-copied-elsewhere = Komentarnya hampir sama dengan { $count } ulasan tentang agen lain.
signal-one-network = { $count } ulasan tentang agen ini datang dari satu jaringan dalam { $days } hari, kebanyakan di sisi yang sama. Pusat bantuan, asrama, dan operator seluler berbagi jaringan: sendirian hal ini tidak berarti banyak.
signal-nothing-checkable = Tidak menyebut biaya, fakta, ketentuan, pendapatan, atau bulan: tidak ada yang dapat diperiksa.
signal-agency-network = Ulasan baik dari jaringan yang dipakai wakil agen ini. Operator seluler berbagi jaringan.
signal-rival-network = Ulasan buruk dari jaringan yang dipakai wakil agen lain. Operator seluler berbagi jaringan.
signal-agency-words = Komentarnya hampir sama dengan jawaban agen itu sendiri atas sebuah ulasan. Mungkin hanya kutipan.
methodology-counted = Nilai dibuat dari ulasan yang diterbitkan tentang agensi dan tidak dari hal lain: tidak ada yang bisa membelinya, dan agensi tidak bisa memilih atau menghapus ulasan. Moderator menerbitkan ulasan atau mengatakan mengapa tidak. Ulasan orang yang berkepentingan pada agensi tidak dihitung.
methodology-suspicion = Ulasan yang datang sekaligus dalam jumlah tidak biasa, menyalin yang lain, atau berasal dari jaringan pihak berkepentingan diperiksa lagi oleh moderator. Sampai saat itu ulasan tersebut tidak dihitung, dan halaman mengatakannya; tidak ada yang dihapus tanpa keputusan yang tercatat di log publik. Yang dihitung: berapa yang datang dalam waktu berapa dibandingkan kebiasaan agensi itu, seberapa mirip teksnya, dan selama dua minggu, tanpa alamat apa pun, apakah beberapa datang dari satu jaringan. Banyak keluhan sekaligus saja tidak pernah berakibat demikian.
methodology-weight = Bobot ulasan bergantung pada usia dan buktinya. Setelah { $months } bulan bobotnya setengah dari ulasan baru, dihitung dari bulan penerbitan, karena bulan perekrutan tidak disimpan dalam bentuk terbaca. "effective_count" adalah jumlah bobot ini.
methodology-prior = Sedikit ulasan bisa jadi kebetulan. Karena itu ditambahkan { $strength } ulasan bayangan yang sebaik dan seburuk ulasan semua agensi di koridor yang sama. Makin banyak ulasan sebuah agensi, makin kecil pengaruhnya. Koridor memerlukan { $reviews } ulasan dari { $agencies } agensi untuk ini; sebelum itu dipakai ulasan semua koridor, dan sebelumnya lagi satu ulasan bayangan untuk setiap nilai.
methodology-employers = Majikan dinilai dengan cara yang sama seperti agen, atas hal-hal mereka sendiri: upah, jam kerja dan istirahat, tempat tinggal dan makanan, dokumen, perlakuan, kontrak, kejujuran tentang pekerjaan, dan biaya. Yang diharapkan dari seorang majikan adalah apa yang dikatakan pekerja tentang semua majikan di koridor itu, tidak pernah tentang agennya, dan sebaliknya. Biaya suatu koridor dihitung dari ulasan agen saja, agar tidak ada yang terhitung dua kali.
methodology-interval = Rata-rata yang sebenarnya berada di antara "interval_low" dan "interval_high" dengan peluang { $percent } %. Rentang yang lebar berarti: belum banyak yang diketahui. Dua agensi yang rentangnya bertumpang tindih sebaiknya tidak diperingkatkan.
methodology-hidden = Tidak ada yang ditampilkan bila didasarkan pada kurang dari { $minimum } ulasan, baik untuk agensi, koridor, maupun aspek. Bila selisih antara yang ditampilkan dan keseluruhan didasarkan pada lebih sedikit, bagian lain ikut disembunyikan. Jadi tidak ada yang bisa mengetahui apa yang ditulis satu orang.
methodology-costs = Biaya adalah yang menurut pekerja telah mereka bayar, tanpa yang dikembalikan, dalam dolar AS menurut kurs bulan pembayaran. Median dan kuartil dibulatkan ke dua angka dan ditampilkan mulai dari { $of_money } ulasan. Apakah batas hukum dilampaui, atau kontrak diganti dengan yang lebih buruk, disimpulkan dari keterangan pekerja; itu bukan putusan pengadilan.
methodology-time = Nilai langsung berubah bila ulasan diterbitkan, diubah, atau berakhir. Usia dihitung sampai bulan dalam "as_of", dan yang diharapkan dari koridor tetap sama selama sebulan. Biaya koridor dihitung sekali sehari. Siapa pun dapat menghitung ulang nilai dari angka yang ditampilkan, dan pengelola dapat memeriksa semuanya dengan "tulay recompute".
problem-review_duplicate = Anda sudah mengulas perekrutan ini
    .detail = Ubah ulasan Anda dengan kode tanda terimanya, atau tarik atau hapus dahulu. Satu perekrutan oleh satu agen diulas satu kali.
problem-recruitment_fixed = Bulan perekrutan tidak dapat diubah lagi
    .detail = Ulasan ini sudah terbukti, atau terikat pada aplikasi Anda, untuk perekrutan ini. Jika bulannya salah, hapus dan tulis yang baru.
problem-not_a_document = Ini bukan dokumen yang diterima di sini
    .detail = Kirim gambar JPEG, PNG, atau WebP, atau PDF. Yang dinilai adalah isi berkas, bukan namanya.
problem-damaged_document = Dokumen ini rusak
    .detail = Berkas ini dimulai sebagai gambar atau PDF tetapi tidak berlanjut demikian. Ambil atau simpan lagi, lalu kirim.
problem-too_many_documents = Jumlah dokumen ulasan ini sudah penuh
    .detail = Satu ulasan menerima { $limit } dokumen. Musnahkan salah satu yang belum dilihat moderator agar ada tempat.
problem-document_used = Dokumen ini sudah membuktikan ulasan lain tentang agen ini
    .detail = Satu dokumen membuktikan satu ulasan. Jika ini dokumen lain dengan nomor yang sama, minta bukti lain dari penulisnya dan tolak yang ini.
problem-vouching_token_spent = Token ini sudah dipakai
    .detail = Satu token penjaminan membuktikan satu ulasan. Tanyakan kepada organisasi jika bukan Anda yang memakainya.
problem-vouched_already = Pekerja ini sudah punya token untuk perekrutan ini
    .detail = Pekerja mendapat satu token untuk setiap agen dan perekrutan. Yang hilang tidak diganti; dokumen dapat membuktikan ulasan sebagai gantinya.
problem-vouching_interest = Organisasi Anda berkepentingan dengan agen ini
    .detail = Organisasi yang berbicara untuk suatu agen, atau pernah menginginkannya, tidak menjamin pekerjanya.
fault-unknown_key = tidak menyebut kunci yang dipakai
fault-key_expired = menyebut kunci yang tokennya tidak diterima lagi
fault-wrong_signature = bukan tanda tangan pesan ini dengan kunci ini
fault-not_blinded_for_this_key = bukan pesan yang disamarkan untuk kunci ini
fault-only_of_decisions = hanya diberikan untuk putusan
methodology-proof = Sebagian besar pekerja tidak punya bukti untuk ditunjukkan, jadi setiap ulasan dihitung. Ulasan yang penulisnya menunjukkan dokumen kepada moderator, atau dijamin oleh organisasi yang mengenal penulisnya, dihitung satu setengah kali; yang dikuatkan oleh pengadilan atau kementerian dihitung dua kali. Tidak ada bukti yang dihitung lebih dari itu, agar yang sedikit tidak mengalahkan yang banyak. Bukti menambah bobot hanya jika sedikitnya { $minimum } ulasan memilikinya, dan "proof_mix" hanya menyebut yang demikian: jika tidak, akan tampak siapa yang punya bukti. Tidak seorang pun perlu menyebut siapa dirinya untuk semua ini.

# Rights.
article-other_language = Belum ada teks dalam bahasa { $wished }. Anda membacanya dalam bahasa { $language }.
article-machine_translation = Teks ini diterjemahkan oleh mesin dan belum diperiksa siapa pun. Sebelum mengambil keputusan penting, bandingkan dengan teks bahasa Inggris atau tanyakan kepada organisasi.
article-not_reviewed = Belum ada pengacara atau ahli ketenagakerjaan yang memeriksa teks ini. Ini informasi, bukan nasihat hukum.
article-stale_translation = Teks bahasa Inggris sudah berubah sejak teks ini diterjemahkan. Kalau ini penting bagi Anda, baca teks bahasa Inggris atau tanyakan kepada sebuah organisasi.

# Staff and organisations.

problem-unknown_set_up_token = Token penyiapan ini tidak membuka apa pun
    .detail = Token ini sudah dipakai, masa 72 jamnya sudah lewat, atau tidak lengkap. Mintalah yang baru.
problem-unknown_refresh_token = Token penyegaran ini tidak membuka apa pun
    .detail = Sesi sudah berakhir. Silakan masuk lagi.
problem-token_reused = Sesi ini diakhiri demi keamanan Anda
    .detail = Token penyegarannya dipakai dua kali, jadi mungkin ada orang lain yang memilikinya. Silakan masuk lagi.
problem-proof_refused = Ini tidak dapat dipastikan
    .detail = Kata sandi lama atau kode sekali pakai salah. Tidak ada yang diubah.
problem-account_name_taken = Nama akun ini sudah dipakai
    .detail = Sudah ada yang masuk dengan nama ini. Pilihlah nama lain.
problem-last_administrator = Administrator terakhir tetap ada
    .detail = Jadikan orang lain administrator dahulu, agar organisasi tidak kehilangan administrator.
problem-own_account = Ini harus dilakukan oleh orang lain
    .detail = Tidak seorang pun mengubah perannya sendiri, atau menonaktifkan atau mengatur ulang akunnya sendiri. Mintalah administrator lain.
problem-second_factor_missing = Akun ini tidak memiliki faktor kedua
    .detail = Peran ini membuka catatan tersegel. Atur ulang akunnya, berikan perannya, dan biarkan pemiliknya menyiapkannya lagi dengan aplikasi autentikator.
problem-competence_missing = Organisasi ini tidak menjalankan tugas peran tersebut
    .detail = Moderator memutuskan ulasan semua orang, jadi hanya organisasi dengan kompetensi "moderation" yang memilikinya. Pengelola layanan yang memberikannya. Perwakilan agen termasuk dalam organisasi berjenis "recruitment_agency".

fault-password_common = termasuk kata sandi yang pertama kali dicoba
fault-password_repetitive = terlalu sedikit memakai karakter yang berbeda
fault-password_contains_name = tidak boleh memuat nama akun
fault-wrong_code = bukan kode yang sekarang ditampilkan aplikasi

# Assistance.

problem-status_not_reachable = Permintaan ini belum dapat dilanjutkan ke langkah itu
    .detail = Statusnya sekarang { $from }. Dari situ dapat menjadi: { $next }.
problem-request_withdrawn = Permintaan ini sudah ditarik
    .detail = Tidak ada lagi yang dapat ditambahkan atau dilakukan. Permintaan baru dapat diajukan kapan saja.
problem-consent_withdrawn = Orang itu tidak lagi mengizinkan ini dibaca
    .detail = Persetujuannya sudah ditarik. Apa yang ia ceritakan tetap tersegel.
problem-erasure_waits = Orang yang bersangkutan menunggu permintaan ini dihapus
    .detail = Orang tersebut ingin permintaan ini dihapus, dan hanya perintah pengadilan yang menundanya. Alasan lain tidak dapat menggantikannya; cabut penahanannya.
fault-unknown_organisation = tidak ada organisasi dengan id ini yang menerima permintaan bantuan
fault-unknown_time_zone = bukan zona waktu
fault-only_with = hanya dikirim bersama status { $expected }
fault-pause_too_long = terlalu jauh di depan
fault-not_a_country_of_yours = bukan negara kerja organisasi Anda
fault-not_a_case_worker = bukan petugas kasus organisasi Anda
problem-triage_rules_published = Aturan ini sudah diterbitkan
    .detail = Yang sudah diterbitkan tidak diubah lagi. Buat rancangan baru; untuk kembali, terbitkan lagi aturan yang lama.
problem-too_many_drafts = Terlalu banyak rancangan menunggu
    .detail = Paling banyak { $limit }. Buang yang tidak diperlukan lagi.
problem-escalated_already = Sudah disampaikan
    .detail = Anda sudah menyampaikannya dalam tiga hari terakhir. Berilah sedikit waktu kepada yang diberi tahu.
problem-not_acknowledged = Belum ada yang mengonfirmasi permintaan ini
    .detail = Hanya yang sudah dikonfirmasi yang dapat menunggu. Konfirmasikan dahulu.
problem-paused_already = Waktunya sudah dihentikan
    .detail = Jalankan lagi dahulu.
problem-not_paused = Waktunya berjalan
    .detail = Tidak ada yang perlu dilanjutkan.
problem-offer_over = Penawaran ini sudah berakhir
    .detail = Sudah dijawab, waktunya habis, atau orang itu tidak menghendakinya lagi.
problem-nobody_else = Tidak ada pihak lain yang dapat menerimanya
    .detail = Tolaklah permintaan ini, agar orang itu tahu ke mana lagi harus meminta bantuan.
problem-request_ended = Pekerjaan atas permintaan ini sudah berakhir
    .detail = Permintaan ini tidak dapat diteruskan lagi.
problem-alert_acknowledged = Orang lain sudah menanganinya
    .detail = Peringatan ini sudah dijawab oleh orang lain yang juga dipanggil.
problem-alert_closed = Peringatan ini sudah ditutup
    .detail = Tidak perlu dijawab lagi. Peringatan itu menyebutkan alasannya.
fault-danger_not_critical = harus memuat aturan yang menjadikan setiap permintaan dengan danger_now kritis, tanpa syarat lain
fault-rule_without_condition = tidak menyebut syarat apa pun
fault-less_than_at_least = lebih kecil dari at_least
triage-notice = Prioritas menyatakan seberapa cepat permintaan harus dilihat. Ini bukan keputusan hukum: apakah sesuatu merupakan kerja paksa atau kejahatan lain tidak diputuskan di sini.
assistance-danger-called = Karena ada bahaya, orang yang bisa membantu sudah dipanggil. Belum ada yang menjawab; bila tidak ada, orang lain dipanggil. Jika Anda dalam bahaya sekarang, jangan menunggu: hubungi nomor darurat.
assistance-danger-acknowledged = Karena ada bahaya, orang yang bisa membantu sudah dipanggil, dan salah satunya kini menangani permintaan Anda. Jika Anda dalam bahaya sekarang, jangan menunggu: hubungi nomor darurat.
assistance-next-danger = Jika Anda atau orang lain dalam bahaya sekarang, pergilah ke tempat yang aman bila bisa, di mana ada orang lain. Nyawa Anda yang utama; permintaan ini bisa menunggu.
assistance-next-call_emergency = Jika Anda atau orang lain dalam bahaya sekarang, segera hubungi salah satu nomor darurat. Jangan menunggu kami.
assistance-next-keep_code = Tulis kode tanda terima di kertas dan simpan di tempat yang tidak ditemukan orang lain. Kode ini hanya ditampilkan sekali ini, dan hanya kode ini yang membuka permintaan Anda.
assistance-next-organisation_reads = { $organisation } menerima permintaan Anda dan akan membacanya paling lambat { $date }.
assistance-next-feedback = Paling lambat { $date } { $organisation } akan memberi tahu Anda apa yang sudah dilakukan.
assistance-escalated-administrators = Pimpinan organisasi sudah diberi tahu bahwa permintaan Anda tidak berjalan seperti yang dijanjikan. Bila tidak ada perkembangan, pengelola layanan ini diberi tahu.
assistance-escalated-operator_desk = Pengelola layanan ini sudah diberi tahu bahwa permintaan Anda tidak berjalan seperti yang dijanjikan.
assistance-next-offered = { $organisation } diminta menerima permintaan Anda dan menjawab paling lambat { $date }. Bila tidak bisa, yang berikutnya diminta. Sampai ada yang menerimanya, tidak ada yang membaca tulisan Anda: bila tidak bisa menunggu, silakan hubungi salah satu kontak yang tercantum di sini.
assistance-next-nobody_covers = Belum ada organisasi pengguna layanan ini yang bekerja di negara ini. Permintaan Anda disimpan dan akan diteruskan ke organisasi pertama yang dapat membantu. Sampai saat itu tidak ada yang membacanya: silakan hubungi salah satu kontak yang tercantum di sini.
assistance-next-come_back = Kembalilah dengan kode tanda terima untuk melihat perkembangannya serta membaca dan menulis pesan. Tidak ada yang menghubungi Anda dengan cara yang tidak Anda izinkan.
assistance-next-erasure_near = Permintaan Anda dihapus pada { $date }. Jika masih Anda perlukan, tulislah pesan: permintaan disimpan sebulan lagi.
assistance-next-held = Permintaan Anda disimpan sampai { $date } karena diwajibkan hukum. Setelah itu dihapus saat waktunya habis, atau saat Anda menginginkannya.
request-left-statistics = Satu baris statistik: negara, bulan, pokok permintaan, dan sampai mana prosesnya. Tidak mengarah kepada siapa pun.
request-left-audit_log = Dalam catatan petugas: nomor permintaan, siapa yang membukanya dan kapan. Bukan apa yang mereka baca.
request-left-receipt_hash = Sidik dari kode tanda terima Anda, beserta nomor kiriman Anda dan bulannya, agar kode itu dijawab "sudah dihapus".
request-left-sealed_answers = Selama beberapa hari, jawaban layanan ini kepada aplikasi Anda, tersegel dengan kunci yang hanya ada di aplikasi Anda.
request-left-backups = Salinan lama basis data, yang di dalamnya permintaan Anda tersegel, sampai pengelola memusnahkannya.

# Safety.

problem-report_status_not_reachable = Laporan ini belum dapat dilanjutkan ke langkah itu
    .detail = Statusnya sekarang { $from }. Dari situ dapat menjadi: { $next }.
problem-report_withdrawn = Laporan ini sudah ditarik
    .detail = Pelapor sudah menariknya. Isinya tidak dapat dibaca atau ditambah lagi; laporan baru dapat diajukan kapan saja.
problem-too_much_evidence = Jumlah bukti laporan ini sudah penuh
    .detail = Satu laporan menerima { $limit } berkas. Hal lain yang terlihat dapat dijelaskan dalam tambahan.
problem-not_evidence = Ini bukan berkas yang diterima di sini
    .detail = Kirim gambar JPEG, PNG, atau WebP, rekaman, atau video. Yang dinilai adalah isi berkas, bukan namanya.
problem-damaged_evidence = Berkas ini rusak
    .detail = Awal berkas baik tetapi lanjutannya tidak. Kirim utuh, atau buat lagi.
fault-does_not_fit_kind = tidak sesuai dengan jenis laporan ini
fault-given_twice = menyatakan hal yang sama dengan bagian lain; kirim salah satu saja
problem-report_merged = Laporan ini berada di belakang laporan lain
    .detail = Isinya bahaya yang sama dengan laporan lain dan ditangani di sana. Ubah laporan itu, atau pisahkan dahulu laporan ini.
problem-report_not_publishable = Laporan ini tidak boleh ditampilkan kepada umum
    .detail = Hanya praktik yang baik yang ditampilkan kepada umum, dan hanya bila pelapornya mengizinkan.
fault-unknown_form = bukan formulir yang pernah diterbitkan
fault-unknown_question = tidak ditanyakan dalam formulir ini
fault-wrong_answer = bukan jawaban atas pertanyaan ini
fault-unknown_board = tidak mengarah ke papan mana pun; sebutkan saja tempatnya
fault-unknown_reference = tidak lagi mengarah ke laporan mana pun
fault-unknown_report = bukan laporan lain dari organisasi Anda
fault-not_an_inspector = bukan pengawas organisasi Anda
safety-alert-called = Pengawas dipanggil karena bahaya itu. Belum ada yang menjawab; bila tidak ada, orang lain dipanggil. Jangan menunggu mereka: hubungi nomor darurat.
safety-alert-seen = Pengawas dipanggil karena bahaya itu, dan sekarang ada yang menanganinya. Jika Anda dalam bahaya, jangan menunggu: hubungi nomor darurat.
safety-alert-nobody = Belum ada yang bisa dipanggil; akan dicoba lagi. Hubungi nomor darurat sekarang.
duty-text = Anda sedang bertugas dan ada yang membutuhkan Anda sekarang. Silakan masuk dan baca peringatan Anda.
open311-filed = Terima kasih. Berikan kode ini kepada pelapor dan jangan simpan di mana pun: dengan kode ini ia mengikuti dan menarik kembali laporannya. { $code }
open311-hazard_codes = Tentang bahaya apa
open311-may_be_published = Apakah boleh ditunjukkan kepada umum dengan kata-kata pengawas
open311-yes = Ya
open311-no = Tidak
safety-next-danger = Segera menjauh dari bahaya dan peringatkan orang lain bila bisa. Nyawa Anda lebih penting; laporan ini bisa menunggu.
safety-next-call_emergency = Jika ada yang terluka atau dalam bahaya, segera hubungi salah satu nomor darurat. Jangan menunggu kami.
safety-next-keep_code = Tulis kode tanda terima di kertas dan simpan di tempat yang tidak ditemukan orang lain. Kode ini hanya ditampilkan sekali ini, dan hanya kode ini yang membuka laporan Anda.
safety-next-organisation_reads = { $organisation } menerima laporan Anda dan akan membacanya paling lambat { $date }.
safety-next-feedback = Paling lambat { $date } { $organisation } akan memberi tahu Anda apa yang sudah dilakukan.
safety-next-nobody_covers = Belum ada organisasi pengguna layanan ini yang mengawasi tempat kerja di negara ini. Laporan Anda disimpan dan akan diteruskan ke organisasi pertama yang dapat. Sampai saat itu tidak ada yang membacanya: silakan hubungi salah satu kontak yang tercantum di sini.
safety-next-come_back = Kembalilah dengan kode tanda terima untuk melihat perkembangannya, menambah foto, serta membaca dan menulis pesan. Tidak ada yang menghubungi Anda, dan layanan ini tidak memberi tahu apa pun kepada majikan Anda.
safety-left-statistics = Satu baris statistik: negara, bulan, jenis laporan, dan sampai mana prosesnya. Tidak mengarah kepada siapa pun.
safety-left-audit_log = Dalam catatan petugas: nomor laporan, siapa yang membukanya dan kapan. Bukan apa yang mereka baca.
safety-left-receipt_hash = Sidik dari kode tanda terima Anda, beserta nomor kiriman Anda dan bulannya, agar kode itu dijawab "sudah dihapus".
safety-left-sealed_answers = Selama beberapa hari, jawaban layanan ini kepada aplikasi Anda, tersegel dengan kunci yang hanya ada di aplikasi Anda.
safety-left-backups = Salinan lama basis data, yang di dalamnya laporan Anda tersegel, sampai pengelola memusnahkannya.
problem-cases_stranded = Kasus-kasus ini akan tertinggal tanpa ada yang dapat membukanya
    .detail = Hanya akun ini yang dapat membuka { $cases }. Minta rekan membukanya lebih dulu, atau berikan kuncinya kepada rekan; lalu coba lagi.
problem-case_key_locked = Kunci kasus Anda tidak terbuka dalam sesi ini
    .detail = Buka dengan POST /v1/staff/sessions/current/case-key dan frasa sandi Anda, atau masuk lagi dengan kata sandi Anda.
problem-case_key_not_held = Anda belum diberi kunci permintaan ini
    .detail = Rekan yang membukanya, penyimpan kunci, atau kunjungan pekerja berikutnya akan memberikannya kepada Anda.
problem-not_an_attachment = Ini bukan berkas yang diterima di sini
    .detail = Kirim gambar JPEG, PNG atau WebP, rekaman, atau PDF. Yang menentukan adalah isi berkas, bukan namanya.
problem-damaged_attachment = Berkas ini rusak
    .detail = Awalnya baik tetapi lanjutannya tidak. Kirim utuh, atau buat lagi.
problem-too_many_attachments = Permintaan ini sudah memiliki lampiran sebanyak yang dapat diterima
    .detail = Satu permintaan menerima { $limit } lampiran. Hal lain dapat dijelaskan dalam tambahan.
fault-no_case_key = bukan petugas kasus aktif yang memiliki kunci; ia harus masuk satu kali
problem-webhook_endpoints_full = Organisasi sudah punya endpoint webhook sebanyak yang diperbolehkan
    .detail = Satu organisasi paling banyak punya { $limit } endpoint. Hapus yang tidak diperlukan lagi.
problem-webhook_endpoint_disabled = Endpoint webhook ini dinonaktifkan
    .detail = Aktifkan dulu; setelah itu yang belum terkirim dapat dikirim lagi.
fault-not_a_public_address = harus berupa alamat https dari server di jaringan publik
problem-client_revoked = Klien ini sudah dicabut
    .detail = Klien ini tidak dapat dipakai lagi. Buat yang baru.
problem-client_authenticates_otherwise = Klien ini membuktikan dirinya dengan cara lain
    .detail = Klien yang menandatangani tidak punya rahasia, dan yang punya rahasia tidak punya kunci. Buat yang baru.
fault-not_a_public_key = harus berupa kunci publik: RSA minimal 2.048 bit, P-256 atau Ed25519, tanpa bagian pribadi
problem-openid_not_configured = Tidak ada cara masuk eksternal di sini
    .detail = Masuklah dengan nama akun dan kata sandi.
problem-unknown_openid_state = Tidak ada proses masuk seperti itu
    .detail = Prosesnya terlalu lama atau sudah dipakai. Silakan mulai masuk lagi.
problem-unknown_openid_invitation = Undangan ini tidak membuka apa pun
    .detail = Undangan sudah dipakai atau waktunya habis. Minta yang baru kepada administrator organisasi Anda.
problem-openid_refused = Gagal masuk lewat penyedia eksternal
    .detail = Penyedia tidak memastikan siapa Anda. Silakan mulai masuk lagi.
problem-openid_not_linked = Tidak ada akun di sini yang terhubung dengan Anda
    .detail = Minta undangan kepada administrator organisasi Anda, lalu mulailah masuk dengan undangan itu.
problem-openid_linked_otherwise = Akun lain sudah terhubung dengan Anda
    .detail = Satu orang di penyedia punya satu akun di sini. Administrator dapat melepas hubungan yang lain.

# What came of a request.

problem-no_outcome_yet = Belum ada hasil
    .detail = Organisasi belum menyatakan apa hasil permintaan Anda. Anda dapat menulis pesan kapan saja.
problem-satisfaction_given = Anda sudah menyatakan seberapa puas
    .detail = Ini hanya ditanyakan sekali. Hilangkan bagian ini; yang lain boleh dinyatakan lagi.

# The diary, and the claim that follows from it.

problem-diary_full = Buku harian penuh
    .detail = Muat { $limit } catatan. Hapus yang tidak perlu, lalu kirim lagi yang sama.
problem-no_claim_rule = Belum ada yang menyatakan dasar hitungan tuntutan
    .detail = Nyatakan dulu upah yang disepakati dan pengalinya (`claim-rule`).
problem-claim_too_large = Jumlahnya terlalu besar untuk dihitung
    .detail = Cari jumlah atau banyaknya potong yang salah ketik.
fault-other_than_claim = harus mata uang tuntutan
claim-assumes-hours_as_written = Jam kerja diambil seperti yang Anda tulis.
claim-assumes-breaks_unpaid = Istirahat tidak dihitung sebagai kerja.
claim-assumes-overtime_beyond = Yang melebihi hari biasa, dan minggu biasa bila disebutkan, adalah lembur. Minggu dimulai hari Senin.
claim-assumes-rest_days_as_marked = Hari libur adalah yang Anda tandai; jamnya tidak dihitung ke minggu biasa.
claim-assumes-daily_rate_divided = Satu jam dari upah harian adalah upah dibagi jam hari biasa.
claim-assumes-monthly_rate_divided = Satu jam dari upah bulanan adalah upah dibagi hari per bulan dan jam hari biasa.
claim-assumes-pieces_without_overtime = Kerja borongan dibayar menurut jumlah potong, tanpa lembur.
claim-assumes-payments_in_month_of_entry = Pembayaran dihitung pada bulan catatan yang menyebutnya.
claim-assumes-rounded_per_month = Tiap bulan dibulatkan sekali ke satuan terkecil mata uang, setengah ke atas.
claim-remark-no_rate = Tidak ada upah untuk catatan ini, jadi jamnya tidak dihitung.
claim-remark-other_currency = Upah atau pembayarannya dalam mata uang lain dan tidak dihitung.
claim-remark-no_days_per_month = Upahnya bulanan dan aturan tidak menyebut pembagi harinya, jadi tidak dihitung.
claim-remark-no_pieces = Dibayar per potong dan jumlahnya tidak disebut, jadi tidak dihitung.
claim-remark-overlaps = Bertumpuk dengan catatan lain; keduanya dihitung.
fault-unknown_message = bukan pesan dari permintaan ini

# The evidence pack on paper.

pack-title = Berkas bukti
pack-made_at = Dibuat pada
pack-request = Permintaan
pack-digest = SHA-256 dari JSON
pack-attached = JSON-nya terlampir pada berkas ini sebagai evidence-pack.json.
pack-claim = Tuntutan
pack-diary = Buku harian kerja dan upah
pack-messages = Pesan
pack-outcome = Hasilnya
pack-attachments = Foto, rekaman dan dokumen
pack-as_received = sebagaimana diterima
pack-custody_log = Catatan penyimpanan
pack-source = Sumber
pack-ordinary = jam biasa
pack-overtime = lembur
pack-rest_day = hari libur
pack-entitled = hak
pack-paid = dibayar
pack-owed = terutang
pack-total = Jumlah
pack-breaks = istirahat
pack-edited = diubah
pack-earlier = versi
pack-parts = SHA-256 tiap bagian
pack-not_judged = Yang tertulis di sini disampaikan oleh orang itu dan dihitung darinya. Belum ada pihak berwenang yang memutuskan.

# Check-ins.

check-in-question = Bagaimana keadaan Anda sejak itu? Adakah yang menghukum Anda karena meminta bantuan?
check-in-question-report = Bagaimana keadaan Anda sejak itu? Apakah ada yang menghukum Anda karena melaporkan bahaya?
problem-check_in_not_due = Anda belum ditanya
    .detail = Ini ditanyakan nanti. Anda dapat menulis pesan kapan saja.
problem-check_in_answered = Anda sudah menjawab ini
    .detail = Tulislah pesan bila ada yang berubah.

# Requests that belong together.

fault-unknown_request = bukan permintaan lain dari organisasi Anda

# Percakapan lewat SMS. Singkat, tanpa nama layanan. Kata kunci dipisahkan dengan koma.
sms-language-name = Bahasa Indonesia
sms-keywords-stop = stop, berhenti, henti, hentikan
sms-keywords-start = start, mulai, mulai lagi
sms-keywords-help = help, bantuan, bantu, tolong, info
sms-keywords-danger = sos, bahaya, darurat
sms-keywords-language = bahasa, language
sms-language = { $list }
sms-menu = 1 Minta bantuan
    2 Saya punya kode
    3 Nomor darurat
    4 Bahasa
sms-help = Bantuan gratis untuk pekerja. Nama tidak perlu. Hapus SMS yang tidak boleh dilihat orang lain. SOS: bahaya. BAHASA: bahasa lain. STOP: tanpa SMS lagi.
sms-country-guess = Apakah Anda di { $country }?
    1 Ya
    2 Tidak
sms-country = Anda di negara mana? Kirim namanya.
sms-country-unknown = Negara itu tidak kami kenal. Kirim namanya, atau dua hurufnya seperti SG.
sms-numbers-of = Negara lain? Kirim namanya. 1: minta bantuan
sms-numbers = Dalam bahaya hubungi: { $numbers }
sms-no-numbers = Dalam bahaya hubungi polisi di tempat Anda.
sms-urgency = Seberapa cepat Anda perlu bantuan?
    1 Saya dalam bahaya sekarang
    2 Minggu ini
    3 Tidak mendesak
sms-topics = Tentang apa? Kirim satu nomor atau lebih, seperti 1 3
    { $list }
    0 Lainnya
sms-words = Ceritakan apa yang terjadi, dalam satu SMS atau lebih. Kirim 1 bila selesai, 0 untuk membuang semua.
sms-words-in-danger = Kirim 1 untuk minta bantuan sekarang. Atau tulis dulu di mana Anda dan apa yang terjadi.
sms-words-more = Dicatat. Tulis lagi, atau 1 bila selesai.
sms-words-full = SMS ini tidak muat dan tidak disimpan. Kirim 1 untuk lanjut.
sms-may-text = Bolehkah kami mengirim SMS ke nomor ini bila ada kabar?
    1 Ya
    2 Tidak, saya akan bertanya dengan kode
sms-confirm = Organisasi yang membantu di negara Anda akan membacanya.
    1 Kirim
    0 Buang semua
sms-kept = Tulisan Anda kami simpan.
sms-dropped = Dibuang. Tidak ada yang dikirim.
sms-filed = Terkirim. Kode Anda datang di SMS tersendiri. Tulis di kertas, lalu hapus SMS ini. Kirim kode ke sini untuk membaca jawaban.
sms-code = Kirim kode Anda, 32 angka. 0: kembali
sms-code-wrong = Kode itu tidak membuka apa pun. Periksa tiap kelompok. 0: kembali
sms-code-wait = Terlalu banyak kode salah. Coba lagi beberapa menit lagi.
sms-code-elsewhere = Kode itu untuk hal lain. Pakailah di aplikasi.
sms-code-ended = Kode itu tidak berlaku lagi.
sms-code-over = Mohon kirim kode Anda lagi.
sms-case = 1 Status
    2 Baca jawaban
    3 Tulis
    4 Tarik kembali
    5 Hapus
    0 Selesai
sms-standing = { $status }. Ada kabar paling lambat { $date }.
sms-standing-ended = { $status }.
sms-no-answer = Belum ada jawaban.
sms-no-older-answer = Tidak ada jawaban yang lebih lama.
sms-message = Tulis pesan Anda, dalam satu SMS atau lebih. 1: kirim, 0: buang
sms-message-more = Dicatat. Tulis lagi. 1: kirim, 0: buang
sms-sent = Terkirim.
sms-take-back = Bila ditarik kembali, tidak ada yang membacanya lagi.
    1 Tarik kembali
    0 Tidak
sms-taken-back = Sudah ditarik kembali.
sms-erase = Ini akan hilang selamanya.
    1 Hapus
    0 Tidak
sms-erased = Sudah dihapus. Hapus juga SMS di telepon Anda.
sms-erase-waits = Tertutup bagi semua orang. Perintah pengadilan menahannya; dihapus bila itu berakhir.
sms-status-only = Kode ini hanya menunjukkan status.
sms-was-taken-back = Sudah ditarik kembali. Tidak bisa menulis lagi.
sms-danger-told = Kami sudah memberi tahu organisasi.
sms-bye = Hapus SMS ini bila orang lain membaca telepon Anda.
sms-stopped = Tidak ada SMS lagi. Kirim START untuk mulai lagi.

# Reaching people.

contact-text-1 = Halo! Telepon saya kalau ada waktu.
contact-text-2 = Apa kabar? Ada yang mau saya ceritakan.
contact-text-3 = Hai, kabari saya kalau sempat.
contact-text-4 = Halo, ada kabar. Nanti kita ngobrol ya.
contact-text-named = { $organisation }: ada yang baru untuk Anda. Pakai kode Anda untuk membacanya.
problem-contact_refused = Kontak ini di luar rencana
    .detail = Rencana orang tersebut tidak mengizinkannya ({ $reason }). Ini telah dicatat pada permintaan. Waktu berikutnya: { $not_before }.

# Consents and referrals.
problem-consent_not_covering = Tidak ada persetujuan yang mencakup semua ini
    .detail = Mintalah persetujuan orang itu untuk penerima dan tujuan ini, atau hilangkan yang tidak tercakup.
problem-recipient_refused = Orang itu tidak menghendaki penerima ini
    .detail = Ia mengecualikan atau menolaknya. Penerima ini tidak diberi tahu apa pun, juga bila nyawa terancam; hubungi pihak lain.
problem-no_danger_to_life = Tidak diketahui ada nyawa yang terancam
    .detail = Tanpa persetujuan, sesuatu hanya ditunjukkan bila permintaan menyebut danger_now atau prioritasnya critical.
problem-referral_over = Rujukan ini sudah selesai
    .detail = Sudah dijawab, ditarik kembali, atau waktunya habis.
problem-transfer_open = Permintaan ini sedang dialihkan
    .detail = Tunggu jawabannya, atau tarik dahulu pengalihan itu.
problem-consent_ended = Orang itu telah menolak
    .detail = Hanya ia yang dapat menyetujui lagi, dengan kode tanda terimanya.
problem-too_many_consents = Jumlahnya terlalu banyak untuk satu permintaan
    .detail = Satu permintaan menerima paling banyak { $limit }.
problem-not_handed_over = Orang itu tidak mengizinkan ini diserahkan
    .detail = Permintaan ini datang dari organisasi lain. Tanyakan kepada orang itu apakah Anda boleh membacanya juga.
fault-belongs_to = hanya untuk { $expected }
fault-own_organisation = tidak boleh organisasi Anda sendiri
fault-unknown_attachment = bukan lampiran permintaan ini
assistance-next-consent_asked = Seorang pendamping bertanya apakah organisasi lain boleh mengetahui sesuatu tentang Anda. Lihat siapa dan mengapa, lalu setujui semuanya atau sebagian, atau tolak.
assistance-next-consent_overridden = Sebagian permintaan Anda ditunjukkan kepada organisasi lain tanpa menanyakan kepada Anda, karena nyawa Anda tampak terancam. Lihat kepada siapa, apa, dan mengapa.

# Establishments.

problem-establishment_merged = Tempat kerja ini sudah digabungkan ke yang lain
    .detail = Ubah yang tetap ada: { $into }.
problem-merged_since = Ada penggabungan lain sesudah ini
    .detail = Batalkan dulu penggabungan yang lebih baru; lalu yang ini dapat dibatalkan.
fault-more_than_total = melebihi jumlah semua pekerja
fault-unknown_establishment = bukan tempat kerja di sana
fault-same_establishment = harus tempat kerja yang lain
fault-list_unreadable = tidak dapat dibaca sebagai daftar baris dan kolom
fault-unknown_column = bukan kolom yang dikenal di sini
fault-missing_column = adalah kolom yang harus ada dalam daftar

# Files that come in part by part.

problem-tus_version_not_supported = Versi tus ini tidak dilayani
    .detail = Kirim `Tus-Resumable: 1.0.0`.
problem-upload_offset_mismatch = Unggahan berada di posisi lain
    .detail = Tanyakan posisinya dengan HEAD (`Upload-Offset`) dan lanjutkan dari sana. Tidak ada yang disimpan dari permintaan ini.
problem-checksum_mismatch = Yang tiba bukan yang dikirim
    .detail = Checksum tidak cocok. Tidak ada yang disimpan dari permintaan ini; kirim lagi.
problem-checksum_not_supported = Checksum ini tidak dikenal di sini
    .detail = Gunakan `sha1` atau `sha256`, dengan checksum dalam Base64.
problem-too_many_uploads = Terlalu banyak unggahan yang belum selesai
    .detail = Paling banyak { $limit } yang boleh dimulai. Selesaikan atau hapus salah satunya.
problem-upload_expired = Unggahan ini tidak selesai pada waktunya
    .detail = Mulai lagi dari awal.

# Planning of visits
problem-visit_plan_drawn = Sudah ada rencana untuk masa ini
    .detail = Rencana diundi satu kali untuk setiap masa. Ubah atau batalkan kunjungan satu per satu.
problem-visit_plan_open = Rencana terakhir belum diterima
    .detail = Terimalah dulu; lalu masa berikutnya dapat direncanakan.
problem-visit_plan_accepted = Rencana ini sudah diterima
    .detail = Kunjungannya sudah dibuat. Ubah atau batalkan kunjungan satu per satu.
fault-not_its_inspector = dinyatakan oleh pengawas yang memegang laporan
fault-not_a_planning_period = harus hari pertama masa perencanaan ini atau yang berikutnya

# Tablet para pengawas.

problem-invalid_dpop_proof = Kunci tablet ini tidak dibuktikan
    .detail = Kirim bukti `DPoP` baru untuk permintaan ini juga, ditandatangani dengan kunci yang dipakai tablet saat masuk (RFC 9449). Jika jam tablet meleset, ambil waktu dari header `Date` jawaban ini.
problem-device_revoked = Tablet ini tidak lagi dipercaya
    .detail = Hapus semua yang disimpan aplikasi ini, termasuk kuncinya, lalu beri tahu pemegangnya bahwa tablet ini telah dicabut. Apa pun yang diminta dengan kunci ini tidak akan dijawab lain lagi.
problem-device_key_missing = Sesi ini tidak terikat pada kunci apa pun
    .detail = Masuklah di tablet dengan bukti `DPoP`, lalu daftarkan tabletnya.
problem-device_key_taken = Sebuah tablet sudah terdaftar dengan kunci ini
    .detail = Buat kunci baru untuk setiap pengawas dan setiap tablet, masuk dengan kunci itu, lalu daftarkan.
problem-device_needed = Ini memerlukan tablet yang terdaftar
    .detail = Masuklah di tablet dengan bukti `DPoP` dan daftarkan di `/v1/staff/devices`. Di meja kerja, pakai alamat kunjungan.
fault-unknown_visit = bukan kunjungan Anda; tablet hanya menulis pada kunjungan pengawasnya
fault-unknown_record = bukan catatan yang ada di layanan; kirimkan dulu pembuatannya
fault-not_of_this_visit = bukan hal semacam itu dalam kunjungan ini
fault-no_visit_there = bukan kunjungan ke tempat usaha yang sama
fault-evidence_needed = memerlukan bukti untuk jawaban atas { $item } ({ $answer }), atau alasan mengapa tidak ada
fault-unknown_campaign = bukan kampanye inspektorat Anda
fault-only_by_planners = ditetapkan di kantor oleh perencana kunjungan
fault-cannot_change = tidak dapat diubah
fault-predecessor_missing = bergantung pada perubahan yang tidak datang dalam lima hari
fault-predecessor_rejected = bertumpu pada perubahan yang ditolak

# Inspeksi.

problem-too_many_checklists = Pengawas ini sudah punya daftar periksa sebanyak yang dapat disimpan
    .detail = Versi lama disimpan selamanya, jadi ada batas berapa banyak yang dapat diterbitkan. Tanyakan kepada pengelola layanan ini.
problem-not_of_the_team = Hanya tim kunjungan ini yang dapat melakukannya
    .detail = Orang lain di lembaga pengawas dapat membacanya. Siapa yang akan menulis ditambahkan dulu ke timnya.
problem-too_many_interviews = Kunjungan ini sudah punya wawancara sebanyak yang dapat disimpan
    .detail = Selebihnya masuk ke kunjungan lain.
problem-visit_not_ended = Kunjungan ini belum berakhir
    .detail = Laporan ditandatangani setelah kunjungan dilakukan, atau tidak dapat dilakukan.
problem-year_not_over = Tahun itu belum berakhir
    .detail = Laporan tahunan diterbitkan setelah tahunnya berakhir di negara dinas pengawasan itu.
problem-report_changed = Ini bukan isi laporan sekarang
    .detail = Baca lagi laporannya dan tanda tangani isinya. Yang sudah ditandatangani tidak ditandatangani dua kali.
fault-never_changes = tidak pernah berubah
fault-not_a_next_step = bukan langkah yang dapat mengikuti keadaan sekarang
fault-unknown_checklist = bukan hash daftar periksa yang dikenal di sini
fault-not_for_this_visit = adalah daftar periksa untuk negara atau waktu lain
fault-unknown_item = bukan butir daftar periksa ini
fault-does_not_fit_type = hanya untuk butir berjenis choice
fault-one_of_the_two = memerlukan satu dari dua anggotanya, dan hanya satu
fault-set_by_the_service = ditetapkan oleh layanan dan tidak dapat dikirim
fault-no_working_calendar = tidak dapat dihitung: hari kerja negara ini tidak diketahui di sini; sebutkan hari terakhirnya
fault-beyond_known_holidays = melewati { $until }, sampai kapan hari libur diketahui di sini; sebutkan hari terakhirnya
fault-code_of_the_service = adalah kode daftar periksa bawaan layanan; pilih yang lain
fault-unknown_script = bukan hash naskah yang pernah diterbitkan
fault-needs_english = harus punya teks dalam bahasa Inggris (en)

# Versions of articles.

problem-article_exists = Sudah ada artikel dengan nama ini
    .detail = Mulai versi baru dari artikel itu, atau pilih nama lain.
problem-article_draft_open = Ada yang sedang mengerjakan artikel ini
    .detail = Hanya satu versi yang dikerjakan pada satu waktu. Lanjutkan versi itu, atau batalkan dulu.
problem-article_version_stands = Versi ini tidak berada pada tahap untuk tindakan ini
    .detail = Draf diubah dan diajukan, versi yang menunggu diterbitkan atau ditolak, dan yang sudah terbit ditarik. Baca lagi versi ini.
problem-article_moved_on = Versi lain sudah terbit sejak versi ini dimulai
    .detail = Lihat apa yang berbeda, ambil yang perlu, dan sebutkan versi yang sudah Anda lihat sebagai `based_on`.
problem-own_article_version = Orang lain yang memutuskan tulisan Anda
    .detail = Siapa yang memulai, mengubah, atau mengajukan sebuah versi tidak menerbitkan atau menolaknya. Mintalah rekan yang memeriksa.
problem-not_an_article_recording = Ini bukan rekaman yang dapat diterima
    .detail = Kirim Ogg atau WebM dengan Opus, MP4, M4A atau AAC, 3GP atau AMR, MP3 atau WAV.
problem-damaged_article_recording = Rekaman ini rusak
    .detail = Rekaman terpotong atau isinya tidak sesuai dengan awalnya. Kirim lagi.
problem-article_recording_too_long = Rekaman ini terlalu panjang
    .detail = Rekaman boleh berdurasi { $limit } detik. Pekerja membayar untuk setiap detik.
problem-range_not_satisfiable = Berkas tidak punya bagian itu
    .detail = `Content-Range` menyebut berapa byte isinya. Minta lagi tanpa `Range`.
fault-unknown_jurisdiction = bukan negara, bagian negara, atau `international`
fault-only_english_is_source = adalah `source` dalam bahasa Inggris dan hanya di sana
fault-review_incomplete = menyertai `reviewed_by`, dan hanya bersamanya
fault-review_does_not_fit = harus `machine_reviewed` tepat bila seseorang telah memeriksa terjemahan mesin
fault-markdown_not_allowed = berisi hal lain selain judul mulai tingkat kedua, paragraf, daftar, penekanan, dan tautan https

# Entitlements and checks.
check-says-breach = Ini tidak sesuai dengan hukum, sejauh yang kami ketahui. Lihat setiap aturan, dan bertanyalah sebelum bertindak.
check-says-kept = Sejauh yang dapat dikatakan, ini sesuai dengan hukum.
check-says-unknown = Ini tidak dapat dipastikan. Lihat apa yang perlu diketahui, dan bertanyalah.
check-says-nothing-known = Kami tidak tahu aturan untuk ini. Itu tidak berarti diperbolehkan: bertanyalah.
check-caution = Ini informasi, bukan keputusan, dan belum diperiksa pengacara. Pertanyaan Anda tidak disimpan.
fault-unknown_contract_member = bukan bagian kontrak yang dikenal di sini
fault-wrong_contract_value = tidak berbentuk seperti bagian kontrak ini

# The service directory.
fault-below_minimum_age = tidak boleh di bawah minimum_age
fault-unknown_place = bukan tempat layanan ini; kosongkan untuk tempat baru

# Bundles.
problem-unknown_corridor = Tidak ada informasi untuk rute ini
    .detail = Tentang salah satu dari kedua negara belum ada apa-apa di sini. `/v1/bundles` menyebutkan yang tersedia.
