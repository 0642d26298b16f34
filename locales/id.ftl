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
problem-unauthenticated = Silakan masuk terlebih dahulu
    .detail = Bagian ini memerlukan token akses atau kode tanda terima yang sah di header Authorization.
problem-invalid_token = Token akses ini tidak sah
    .detail = Mungkin sudah kedaluwarsa. Ambil yang baru dengan refresh token Anda, atau masuk lagi.
problem-unknown_receipt = Kode tanda terima ini tidak membuka apa pun
    .detail = Periksa setiap kelompok kode. Kode itu ada pada catatan yang Anda buat saat mengirim laporan.
problem-sign_in_failed = Gagal masuk
    .detail = Nama akun, kata sandi, atau kode sekali pakai salah.
problem-one_time_code_required = Kode sekali pakai diperlukan
    .detail = Kirim enam angka yang sekarang ditampilkan aplikasi autentikator Anda.
problem-enrolment_required = Faktor kedua harus disiapkan dahulu
    .detail = Peran Anda membuka catatan tersegel. Siapkan aplikasi autentikator sebelum melanjutkan.
problem-forbidden = Anda tidak boleh melakukan ini
    .detail = Peran Anda tidak mencakupnya. Tanyakan kepada administrator organisasi Anda.
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
fault-not_json = bukan JSON
fault-unknown_agency = tidak ada agensi dengan id ini
fault-in_the_future = tidak boleh di masa depan
fault-blank = tidak boleh kosong

# Agencies and reviews.

problem-declared_interest = Penulis punya kepentingan dengan agen ini
    .detail = Ulasan dari orang yang bekerja pada, memiliki, atau berkerabat dengan agen atau pesaingnya tidak diterbitkan. Tolak dengan alasan conflict_of_interest.
fault-too_many_decimals = paling banyak { $limit } angka di belakang koma untuk mata uang ini
review-next-pending = Moderator membaca ulasan Anda sebelum orang lain dapat melihatnya. Periksa lagi beberapa hari lagi dengan kode tanda terima Anda. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-published = Ulasan Anda sudah diterbitkan dan dihitung. Ulasan suatu agen baru ditampilkan bila sudah ada sedikitnya { $minimum }, agar tidak ada yang tahu ulasan mana milik siapa. Anda dapat mengubah, menarik, atau menghapusnya kapan saja.
review-next-rejected = Ulasan Anda tidak diterbitkan; alasannya disebutkan. Anda dapat mengubahnya agar dibaca lagi oleh moderator, atau menghapusnya.
review-next-withdrawn = Anda telah menarik ulasan Anda. Ulasan itu tidak ditampilkan dan tidak dihitung. Anda dapat menghapusnya.

# Rights.

# Staff and organisations.

# Assistance.

# Safety.
