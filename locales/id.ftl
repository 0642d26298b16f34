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
    .detail = Tidak ada yang disimpan. Coba lagi sebentar dengan Idempotency-Key yang sama.
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
fault-blank = tidak boleh kosong
fault-not_in_country = harus berada di negara yang disebut
fault-proof_expired = sudah kedaluwarsa; selesaikan tantangan yang baru
fault-proof_elsewhere = dibuat untuk permintaan atau jaringan lain; selesaikan tantangan yang baru
fault-proof_insufficient = tidak memiliki bit nol sebanyak yang diminta tantangan

# Agencies and reviews.

agency-note-listed = Daftar ini hanya memuat agen yang memiliki izin, dan tidak menyebut status masing-masing.
agency-note-copy = Ini salinan daftar “{ $register }” per { $date }. Izinnya mungkin sudah berakhir sejak itu. Tanyakan kepada { $regulator } sebelum membayar atau menandatangani apa pun.
agency-note-missing = Agen ini tidak lagi ada dalam daftar per { $date }. Tanyakan alasannya sebelum berurusan dengannya.
problem-declared_interest = Penulis punya kepentingan dengan agen ini
    .detail = Ulasan dari orang yang bekerja pada, memiliki, atau berkerabat dengan agen atau pesaingnya tidak diterbitkan. Tolak dengan alasan conflict_of_interest.
fault-too_many_decimals = paling banyak { $limit } angka di belakang koma untuk mata uang ini
fault-other_currency = harus dalam mata uang pembayarannya
fault-more_than_paid = lebih besar dari yang dibayar
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
review-next-published = Ulasan Anda sudah diterbitkan dan dihitung. Ulasan suatu agen baru ditampilkan bila sudah ada sedikitnya { $minimum }, agar tidak ada yang tahu ulasan mana milik siapa. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-rejected = Ulasan Anda tidak diterbitkan; alasannya disebutkan. Anda dapat mengubahnya agar dibaca lagi oleh moderator, atau menghapusnya.
review-next-withdrawn = Anda telah menarik ulasan Anda. Ulasan itu tidak ditampilkan dan tidak dihitung. Anda dapat menghapusnya.

# Rights.
article-other_language = Belum ada teks dalam bahasa { $wished }. Anda membacanya dalam bahasa { $language }.
article-machine_translation = Teks ini diterjemahkan oleh mesin dan belum diperiksa siapa pun. Sebelum mengambil keputusan penting, bandingkan dengan teks bahasa Inggris atau tanyakan kepada organisasi.
article-not_reviewed = Belum ada pengacara atau ahli ketenagakerjaan yang memeriksa teks ini. Ini informasi, bukan nasihat hukum.

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
fault-unknown_organisation = tidak ada organisasi dengan id ini yang menerima permintaan bantuan
fault-unknown_time_zone = bukan zona waktu
fault-only_with = hanya dikirim bersama status { $expected }
fault-not_a_case_worker = bukan petugas kasus organisasi Anda
assistance-next-danger = Jika Anda atau orang lain dalam bahaya sekarang, pergilah ke tempat yang aman bila bisa, di mana ada orang lain. Nyawa Anda yang utama; permintaan ini bisa menunggu.
assistance-next-call_emergency = Jika Anda atau orang lain dalam bahaya sekarang, segera hubungi salah satu nomor darurat. Jangan menunggu kami.
assistance-next-keep_code = Tulis kode tanda terima di kertas dan simpan di tempat yang tidak ditemukan orang lain. Kode ini hanya ditampilkan sekali ini, dan hanya kode ini yang membuka permintaan Anda.
assistance-next-organisation_reads = { $organisation } menerima permintaan Anda dan akan membacanya paling lambat { $date }.
assistance-next-feedback = Paling lambat { $date } { $organisation } akan memberi tahu Anda apa yang sudah dilakukan.
assistance-next-nobody_covers = Belum ada organisasi pengguna layanan ini yang bekerja di negara ini. Permintaan Anda disimpan dan akan diteruskan ke organisasi pertama yang dapat membantu. Sampai saat itu tidak ada yang membacanya: silakan hubungi salah satu kontak yang tercantum di sini.
assistance-next-come_back = Kembalilah dengan kode tanda terima untuk melihat perkembangannya serta membaca dan menulis pesan. Tidak ada yang menghubungi Anda dengan cara yang tidak Anda izinkan.
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
problem-too_many_photos = Jumlah foto laporan ini sudah penuh
    .detail = Satu laporan menerima { $limit } foto. Hal lain yang terlihat dapat dijelaskan dalam tambahan.
problem-not_a_picture = Ini bukan gambar yang diterima di sini
    .detail = Kirim gambar JPEG, PNG, atau WebP. Yang dinilai adalah isi berkas, bukan namanya.
problem-damaged_picture = Gambar ini rusak
    .detail = Berkas ini dimulai sebagai gambar tetapi tidak berlanjut sebagai gambar. Ambil atau simpan lagi gambarnya, lalu kirim.
fault-does_not_fit_kind = tidak sesuai dengan jenis laporan ini
fault-given_twice = menyatakan hal yang sama dengan bagian lain; kirim salah satu saja
fault-not_an_inspector = bukan pengawas organisasi Anda
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
