"""What each reason of refusal says, in Indonesian and English: what is wrong, and what would have to be true."""

from dataclasses import dataclass

from domain.refusal_codes import RefusalCode


@dataclass(frozen=True)
class Wording:
    """The words of one reason: what is wrong, and what would have to be true, each in both languages, with `{slots}`."""

    wrong_id: str
    wrong_en: str
    needed_id: str
    needed_en: str


WORDINGS: dict[RefusalCode, Wording] = {
    RefusalCode.NOT_FOUND: Wording(
        "{what} tidak ditemukan.",
        "{what} was not found.",
        "Pengenal harus menunjuk data yang ada dan boleh Anda lihat.",
        "The id must name something that exists and that you may see.",
    ),
    RefusalCode.NOT_PERMITTED: Wording(
        "Peran Anda tidak berwenang melakukan “{verb}”.",
        "Your role may not do “{verb}”.",
        "Tindakan ini hanya untuk: {roles}.",
        "Only these roles may do this: {roles}.",
    ),
    RefusalCode.WRONG_STATE: Wording(
        "“{verb}” tidak dapat dilakukan dalam keadaan {state}.",
        "“{verb}” cannot be done in the state {state}.",
        "Keadaan harus salah satu dari: {sources}.",
        "The state must be one of: {sources}.",
    ),
    RefusalCode.CONFLICT: Wording(
        "Data telah berubah: versi Anda {expected}, versi sekarang {actual}.",
        "The record has changed: your version is {expected}, the present one is {actual}.",
        "Muat ulang data, periksa perubahannya, lalu ulangi dengan versi sekarang.",
        "Load the record again, look at what changed, and repeat with the present version.",
    ),
    RefusalCode.INVALID_INPUT: Wording(
        "Isian tidak sah: {problem_id}",
        "The input is not valid: {problem_en}",
        "Perbaiki isian “{field}” lalu kirim lagi.",
        "Correct the field “{field}” and send it again.",
    ),
    RefusalCode.IDEMPOTENCY_KEY_REUSED: Wording(
        "Kunci idempotensi ini sudah dipakai untuk tindakan lain.",
        "This idempotency key was already used for another act.",
        "Pakai kunci baru untuk tindakan baru; kunci lama hanya mengulang tindakan yang sama.",
        "Use a new key for a new act; a used key only repeats the same act.",
    ),
    RefusalCode.INSTITUTION_INACTIVE: Wording(
        "Instansi ini tidak aktif.",
        "This institution is not active.",
        "Instansi harus aktif dalam daftar instansi LKPP.",
        "The institution must be active in LKPP's register.",
    ),
    RefusalCode.ATTACHMENT_MISSING: Wording(
        "Lampiran wajib belum ada: {missing}.",
        "Required attachments are missing: {missing}.",
        "Setiap lampiran wajib harus diunggah dan dikonfirmasi.",
        "Each required attachment must be uploaded and confirmed.",
    ),
    RefusalCode.EVIDENCE_NOT_CONFIRMED: Wording(
        "Berkas {evidence} belum dikonfirmasi atau bukan milik instansi ini.",
        "The file {evidence} is not confirmed, or does not belong to this institution.",
        "Unggah berkas, lalu konfirmasi ukuran dan SHA-256-nya.",
        "Upload the file, then confirm its size and SHA-256.",
    ),
    RefusalCode.EVIDENCE_REJECTED: Wording(
        "Berkas ditolak: {problem_id}",
        "The file was rejected: {problem_en}",
        "Unggah berkas yang benar melalui unggahan baru.",
        "Upload a correct file by a new upload.",
    ),
    RefusalCode.SEPARATE_UNIT_NOT_ALLOWED: Wording(
        "Unit kerja terpisah dari UKPBJ hanya berlaku sampai dengan 31 Desember 2023; hari ini {today}.",
        "A unit separate from the UKPBJ was valid through 31 December 2023 only; today is {today}.",
        "Fungsi diselenggarakan di UKPBJ: ubah bentuk unit menjadi UKPBJ, atau tarik permohonan lalu ajukan yang baru.",
        "The function must be run in the UKPBJ: change the unit form to UKPBJ, or withdraw the application and file another.",
    ),
    RefusalCode.SUBMITTER_NOT_AUTHORISED: Wording(
        "Anda belum diberi kuasa oleh pimpinan instansi untuk mengajukan permohonan ini.",
        "The head of the institution has not authorised you to submit this application.",
        "Pimpinan mengajukan sendiri, atau memberi kuasa kepada Anda pada permohonan ini.",
        "The head submits it, or authorises you on this application.",
    ),
    RefusalCode.CONFLICT_OF_INTEREST: Wording(
        "{person} memiliki benturan kepentingan dengan instansi ini.",
        "{person} has a conflict of interest with this institution.",
        "Tunjuk orang lain tanpa hubungan dengan instansi ini.",
        "Name another person who has no tie with this institution.",
    ),
    RefusalCode.NOT_ASSIGNED: Wording(
        "Tugas ini diberikan kepada orang lain.",
        "This task is assigned to another person.",
        "Hanya orang yang ditugaskan yang dapat melakukannya.",
        "Only the person assigned may do this.",
    ),
    RefusalCode.NOT_ON_THE_TEAM: Wording(
        "Anda tidak ditugaskan untuk ini.",
        "You are not assigned to this.",
        "Yang ditugaskan: {who}.",
        "Assigned: {who}.",
    ),
    RefusalCode.ALREADY_PLANNED: Wording(
        "Program tahun {year} sudah memuat surveillance atas unit ini yang belum disimpulkan.",
        "The programme of {year} holds a surveillance of this unit that is not concluded.",
        "Simpulkan surveillance itu, atau batalkan selama belum dimulai; sesudah itu yang lain dapat direncanakan.",
        "Conclude that one, or cancel it while it has not started; after that another may be planned.",
    ),
    RefusalCode.NOTHING_INCOMPLETE: Wording(
        "Tidak ada butir yang dinyatakan belum lengkap.",
        "No item is stated as incomplete.",
        "Sebutkan paling sedikit satu butir yang belum lengkap beserta alasannya.",
        "Name at least one incomplete item with its reason.",
    ),
    RefusalCode.ITEMS_INCOMPLETE: Wording(
        "Butir berikut belum diperiksa atau belum lengkap: {missing}.",
        "These items are not checked or not complete: {missing}.",
        "Semua butir reviu harus lengkap sebelum permohonan dinyatakan lengkap.",
        "All review items must be complete before the application is declared complete.",
    ),
    RefusalCode.ITEM_NOT_ANSWERED: Wording(
        "Butir yang diminta belum dijawab: {missing}.",
        "These items that were asked for are not answered: {missing}.",
        "Jawab setiap butir yang diminta.",
        "Answer each item that was asked for.",
    ),
    RefusalCode.NOT_CONFIGURED: Wording(
        "Tindakan ini tidak diaktifkan: {key}.",
        "This act is switched off: {key}.",
        "Konfigurasi LKPP harus mengaktifkannya; Keputusan 152/2022 sendiri tidak mengaturnya.",
        "LKPP's configuration must switch it on; the decree itself does not provide for it.",
    ),
    RefusalCode.TOO_EARLY: Wording(
        "Belum dapat dilakukan; paling cepat {day}.",
        "This cannot be done yet; {day} at the earliest.",
        "Tunggu sampai hari itu.",
        "Wait until that day.",
    ),
    RefusalCode.SLA_NOT_IN_FORCE: Wording(
        "Kesepakatan tingkat layanan belum berlaku (keadaan: {state}).",
        "The service-level agreement is not in force (state: {state}).",
        "Kedua pihak harus menandatangani kesepakatan tingkat layanan lebih dahulu.",
        "Both parties must sign the service-level agreement first.",
    ),
    RefusalCode.CHECKLIST_NOT_PASSED: Wording(
        "Butir daftar periksa instalasi belum lulus: {missing}.",
        "These items of the installation checklist have not passed: {missing}.",
        "Semua butir daftar periksa harus lulus.",
        "All items of the checklist must pass.",
    ),
    RefusalCode.ALREADY_GIVEN: Wording(
        "Pihak Anda sudah memberikannya.",
        "Your side has already given this.",
        "Sekarang giliran pihak lain.",
        "It is now the other side's turn.",
    ),
    RefusalCode.TERMS_MISSING: Wording(
        "Kesepakatan ini belum memuat ketentuan yang diusulkan.",
        "This agreement holds no proposed terms yet.",
        "Pereviu mengusulkan ketentuan lebih dahulu.",
        "The reviewer proposes the terms first.",
    ),
    RefusalCode.DIGEST_MISMATCH: Wording(
        "SHA-256 yang Anda sebut bukan milik naskah yang sekarang.",
        "The SHA-256 that you name is not that of the present text.",
        "Buka naskah yang sekarang, baca, lalu sebut SHA-256-nya.",
        "Open the present text, read it, and name its SHA-256.",
    ),
    RefusalCode.NOT_THE_SIGNATORY: Wording(
        "Anda bukan penanda tangan naskah ini.",
        "You are not the signatory of this paper.",
        "Penanda tangan: {signatory}.",
        "The signatory is: {signatory}.",
    ),
    RefusalCode.SIGNATORY_NOT_IN_OFFICE: Wording(
        "Penanda tangan yang disebut dalam kesepakatan ini tidak memegang jabatannya hari ini: {signatory}.",
        "A signatory whom this agreement names does not hold the office today: {signatory}.",
        "Usulkan ketentuan kembali (proposeSla, setelah declineSla bila naskahnya sudah disusun), dengan pejabat hari itu.",
        "Propose the terms again (proposeSla, after declineSla where its paper is made), with the officials of that day.",
    ),
    RefusalCode.UNIT_AMENDED: Wording(
        "Naskah kesepakatan ini menyebut data unit yang tidak berlaku lagi: {fields}.",
        "The text of this agreement names the unit otherwise than it would today: {fields}.",
        "Usulkan ketentuan kembali (proposeSla, setelah declineSla bila naskahnya sudah disusun), agar naskahnya menyebut data "
        "yang berlaku.",
        "Propose the terms again (proposeSla, after declineSla where its paper is made), so that it says what holds now.",
    ),
    RefusalCode.SEPARATION_OF_DUTIES: Wording(
        "Anda menyusun atau mereviu naskah ini, jadi Anda tidak dapat menandatanganinya.",
        "You drafted or reviewed this paper, and so you cannot sign it.",
        "Orang lain yang memegang jabatan itu harus menandatanganinya.",
        "Another person who holds the office must sign it.",
    ),
    RefusalCode.PAPER_NOT_READY: Wording(
        "Naskah belum siap ditandatangani (keadaan: {state}).",
        "The paper is not ready to be signed (state: {state}).",
        "Tunggu sampai naskah selesai disiapkan.",
        "Wait until the paper is prepared.",
    ),
    RefusalCode.NOT_YOUR_INITIALS: Wording(
        "Sekarang bukan giliran paraf Anda pada naskah ini.",
        "It is not your turn to put initials on this paper.",
        "Paraf berikutnya: {who}.",
        "The next initials are by: {who}.",
    ),
    RefusalCode.INITIALLER_SIGNS: Wording(
        "Paraf dan tanda tangan pada satu naskah tidak boleh dari orang yang sama.",
        "The initials and the signature on one paper must not be by the same person.",
        "Orang lain membubuhkan paraf, atau orang lain yang berwenang menandatangani.",
        "Another person puts the initials, or another person who may sign signs.",
    ),
    RefusalCode.NOT_THE_DRAFTER: Wording(
        "Bukan Anda yang menyusun naskah ini.",
        "You did not draft this paper.",
        "Penyusunnya atau admin LKPP yang mengajukannya kembali.",
        "Its drafter or LKPP's administrator submits it again.",
    ),
    RefusalCode.PAPER_SIGNED_ALREADY: Wording(
        "Naskah ini sudah memuat tanda tangan.",
        "This paper bears a signature already.",
        "Naskah yang sudah ditandatangani tidak dikembalikan dan tidak diubah.",
        "What bears a signature is neither returned nor changed.",
    ),
    RefusalCode.SIGNED_BY_ITS_ACT: Wording(
        "Tanda tangan pada naskah ini ({paper_id}) adalah tindakan itu sendiri.",
        "The signature on this paper ({paper_en}) is the act itself.",
        "Tandatangani melalui tindakannya, satu per satu; meja tanda tangan menyebut mutasinya.",
        "Sign it by its act, one at a time; the signing desk names the mutation.",
    ),
    RefusalCode.SIGNING_IN_PROGRESS: Wording(
        "Tanda tangan lain sedang dibubuhkan pada naskah ini.",
        "Another signature is being put on this paper.",
        "Muat ulang naskah beberapa detik lagi; bila masih perlu, tandatangani yang terbaru.",
        "Load the paper again in a few seconds; where it is still needed, sign what it then is.",
    ),
    RefusalCode.FIRST_SIGNATURE_NOT_VALID: Wording(
        "Tanda tangan pertama pada naskah ini tidak terverifikasi: {reason}.",
        "The first signature on this paper does not verify: {reason}.",
        "Pihak instansi menandatangani lebih dahulu; bila tanda tangannya tidak sah, kembalikan naskah ke tahap negosiasi dan "
        "tandatangani yang baru.",
        "The institution signs first; where its signature does not hold, return the paper to negotiation and sign a new one.",
    ),
    RefusalCode.PASSPHRASE_REFUSED: Wording(
        "Frasa sandi kunci tanda tangan salah.",
        "The passphrase of the signing key is wrong.",
        "Masukkan frasa sandi kunci Anda sendiri. Tidak ada yang ditandatangani.",
        "Give the passphrase of your own key. Nothing was signed.",
    ),
    RefusalCode.ONE_TIME_PASSWORD_SPENT: Wording(
        "Kata sandi sekali pakai itu sudah dipakai untuk naskah lain; naskah ini belum dicoba.",
        "That one-time password was used for another paper; this one was not tried.",
        "Kirim lagi kumpulan yang sama, dengan kunci idempotensi yang sama dan kata sandi sekali pakai yang baru.",
        "Send the same batch again, with the same idempotency key and a new one-time password.",
    ),
    RefusalCode.ONE_TIME_PASSWORD_REFUSED: Wording(
        "Kata sandi sekali pakai itu tidak diterima: salah, kedaluwarsa, sudah dipakai, milik orang lain, atau diminta untuk "
        "lebih sedikit naskah.",
        "That one-time password is not taken: it is wrong, expired, used already, another person's, or was asked for fewer "
        "papers.",
        "Mintalah yang baru untuk naskah yang akan ditandatangani (requestSigningCode). Tidak ada yang ditandatangani.",
        "Ask for a new one for the papers that you will sign (requestSigningCode). Nothing was signed.",
    ),
    RefusalCode.NO_SIGNING_CODE: Wording(
        "Untuk kunci Anda tidak ada kata sandi sekali pakai yang dapat dikirimkan.",
        "No one-time password can be sent for your key.",
        "Tandatangani dengan frasa sandi atau PIN kunci Anda sendiri.",
        "Sign with the passphrase or PIN of your own key.",
    ),
    RefusalCode.SIGNED_ALONE: Wording(
        "Tanda tangan pada naskah ini adalah tindakan tersendiri: tidak bersama naskah lain.",
        "The signature on this paper is an act of its own: it is not made together with other papers.",
        "Mintalah kata sandi sekali pakai untuk naskah ini saja.",
        "Ask for a one-time password for this paper alone.",
    ),
    RefusalCode.KEY_NOT_USABLE: Wording(
        "Kunci tanda tangan Anda tidak dapat dipakai: {reason}.",
        "Your signing key cannot be used: {reason}.",
        "Mintalah kunci atau sertifikat yang berlaku kepada admin LKPP.",
        "Ask LKPP's admin for a key or certificate that is valid.",
    ),
    RefusalCode.SERVICE_UNAVAILABLE: Wording(
        "Layanan {service} sedang tidak dapat dijangkau.",
        "The service {service} cannot be reached at the moment.",
        "Ulangi beberapa saat lagi dengan kunci idempotensi yang sama: tindakan terjadi paling banyak sekali.",
        "Try again in a while with the same idempotency key: the act is done at most once.",
    ),
    RefusalCode.PERSON_UNKNOWN: Wording(
        "Belum terdaftar dalam data personel: {who}.",
        "Not registered among the personnel: {who}.",
        "Daftarkan orang itu beserta jabatannya lebih dahulu.",
        "Register that person with the office first.",
    ),
    RefusalCode.CONFIGURATION_LOCKED: Wording(
        "Nilai “{key}” ditetapkan oleh Keputusan 152/2022 ({basis}) dan terkunci.",
        "The value “{key}” is set by the decree ({basis}) and locked.",
        "Hanya perubahan Keputusan itu sendiri ({basis}) yang dapat mengubahnya.",
        "Only an amendment of the decree itself ({basis}) could change it.",
    ),
    RefusalCode.PAST_DAY: Wording(
        "{day} sudah lewat atau sudah berjalan: yang telah berlaku tidak diubah.",
        "{day} has passed or has begun: what was in force is not changed.",
        "Tanggalnya paling cepat {earliest}.",
        "The day must be {earliest} or later.",
    ),
    RefusalCode.TERMS_OVERLAP: Wording(
        "Masa jabatan ini tumpang tindih dengan masa jabatan {who} ({period}).",
        "This term of office overlaps that of {who} ({period}).",
        "Akhiri masa jabatan itu lebih dahulu, atau pilih masa jabatan di luarnya.",
        "End that term first, or choose a term outside it.",
    ),
    RefusalCode.DELEGATION_TOO_LONG: Wording(
        "Pelimpahan ini tidak menyebut hari terakhir, atau terlalu lama.",
        "This delegation names no last day, or is too long.",
        "Satu surat perintah berlaku paling lama {days} hari; perpanjangan adalah penetapan baru.",
        "One letter of assignment reaches at most {days} days; an extension is a new appointment.",
    ),
    RefusalCode.NOT_DELEGABLE: Wording(
        "{paper_id} tidak dapat ditandatangani atas nama pejabat.",
        "{paper_en}: it cannot be signed on behalf of the official.",
        "Pejabat menandatanganinya sendiri; bila berhalangan, tetapkan Plt. atau Plh.",
        "The official signs it himself; where he is prevented, appoint an acting official (Plt. or Plh.).",
    ),
    RefusalCode.NO_HOLDER_TO_STAND_FOR: Wording(
        "Tidak ada satu pejabat definitif pada seluruh masa pelimpahan ini.",
        "No one definitive holder is in office on all days of this delegation.",
        "Plh. dan a.n. mewakili pejabat definitif; untuk jabatan yang kosong tetapkan Plt.",
        "Plh. and a.n. stand for a definitive holder; for a vacant office appoint a Plt.",
    ),
    RefusalCode.DELEGATE_WITHOUT_KEY: Wording(
        "{who} belum mempunyai kunci tanda tangan pada sistem ini; naskah akan menunggu orang yang tidak dapat "
        "menandatanganinya.",
        "{who} has no signing key in this system yet; letters would wait for a person who cannot sign them.",
        "Daftarkan dahulu kunci atau sertifikatnya, atau limpahkan kepada orang lain.",
        "Register his key or certificate first, or delegate to another person.",
    ),
    RefusalCode.NO_RUNNING_DELEGATION: Wording(
        "Yang dicabut bukan pelimpahan yang sedang berjalan.",
        "This is no delegation that runs today.",
        "Pelimpahan yang berjalan dicabut; yang belum mulai dibatalkan; jabatan definitif diakhiri.",
        "A running delegation is revoked; one that has not begun is withdrawn; a definitive term is ended.",
    ),
    RefusalCode.OBJECTION_OPEN: Wording(
        "Keberatan atas tindakan pembinaan ini masih terbuka.",
        "An objection to this sanction is still open.",
        "Keberatan itu harus diputus, ditolak karena terlambat, atau dicabut lebih dahulu.",
        "That objection must first be decided, refused as late, or withdrawn.",
    ),
    RefusalCode.HEARING_MISSING: Wording(
        "Belum ada berita acara pemeriksaan atau klarifikasi.",
        "There is no record of an examination or clarification yet.",
        "Pemeriksa mencatat paling sedikit satu berita acara sebelum keberatan diputus.",
        "The examiner records at least one hearing before the objection is decided.",
    ),
    RefusalCode.PAPER_WAITING: Wording(
        "Naskah yang disiapkan sebelumnya masih menunggu tanda tangan.",
        "The paper that was prepared before still awaits its signature.",
        "Tarik kembali naskah itu, atau tunggu sampai ditandatangani.",
        "Recall that paper, or wait until it is signed.",
    ),
    RefusalCode.STOP_ISSUED: Wording(
        "Penghentian layanan SPSE atas kasus ini sudah diterbitkan.",
        "The stop of SPSE's service was already issued in this case.",
        "Penilaian diulang hanya selama penghentian layanan tidak disusun dan belum diterbitkan.",
        "An assessment is repeated only while no stop of the service is being made or issued.",
    ),
    RefusalCode.STOP_UNDERWAY: Wording(
        "Pencabutan tidak diikuti perbaikan, dan penghentian layanan SPSE sedang disusun atas kasus ini.",
        "No improvement followed the revocation, and the stop of SPSE's service is being made in this case.",
        "LKPP membuka atau mengulang penilaian ulang selama penghentian tidak disusun: konsepnya dihapus dahulu.",
        "LKPP opens or repeats a re-assessment while no stop is being made: it discards its draft first.",
    ),
    RefusalCode.NO_IMPROVEMENT_RECORDED: Wording(
        "Sudah tercatat bahwa pencabutan tidak diikuti perbaikan, sehingga penghentian layanan dapat menyusul.",
        "It is recorded that no improvement followed the revocation, so that the stop of the service may follow.",
        "Penilaian ulang berikutnya dibuka admin LKPP; pengelola sendiri memintanya lagi sebelum hal itu tercatat.",
        "LKPP's administrator opens the next try; the unit itself asks for one again before that is recorded.",
    ),
    RefusalCode.STANDARDS_NOT_MET: Wording(
        "Tidak satu pun standar terpenuhi menurut penilaian ini.",
        "Not one standard is met by this assessment.",
        "Paling sedikit satu standar harus terpenuhi: semua kriteria wajib bernilai 2, tidak semuanya dinyatakan tidak "
        "berlaku, dan rerata paling sedikit 1,6.",
        "At least one standard must be met: every mandatory criterion scored 2, not all of them waived, and a mean of at "
        "least 1.6.",
    ),
    RefusalCode.STANDARDS_MET: Wording(
        "Standar berikut terpenuhi menurut penilaian ini: {standards}.",
        "These standards are met by this assessment: {standards}.",
        "Laporkan hasilnya agar standar itu ditetapkan kembali; sisanya dinilai pada percobaan berikutnya.",
        "Report the result, so that they are determined again; the others are assessed in a further attempt.",
    ),
    RefusalCode.PARTIAL_DETERMINATION_OFF: Wording(
        "Penetapan sebagian tidak diaktifkan ({key}), dan dari yang dicabut standar berikut tidak disertakan atau belum "
        "terpenuhi: {standards}.",
        "Determination in part is switched off ({key}), and of what is revoked this is left out or not met: {standards}.",
        "Semua yang dicabut harus dinilai dan terpenuhi, atau konfigurasi LKPP mengaktifkan penetapan sebagian; hasil yang "
        "kurang dari itu dilaporkan tidak lulus, dan percobaan berikutnya dapat menyusul.",
        "All that is revoked must be assessed and met, or LKPP's configuration must allow determination in part; a result "
        "that falls short is reported as failed, and a further attempt may follow.",
    ),
    RefusalCode.CASE_NOT_OPEN: Wording(
        "Tidak ada kasus pembinaan yang terbuka untuk ini (keadaan: {state}).",
        "There is no open sanction case for this (state: {state}).",
        "Kasus pembinaan harus terbuka; kasus yang ditahan menunggu keputusan Deputi.",
        "The sanction case must be open; one that is held waits for the Deputy's decision.",
    ),
    RefusalCode.ORIGIN_WITHOUT_FINDINGS: Wording(
        "Asal kasus ini tidak memuat ketidaksesuaian yang belum ditindaklanjuti: {what}.",
        "The origin of this case holds no non-conformity that waits for a sanction: {what}.",
        "Surveillance harus dalam keadaan FINDINGS, atau penilaian harus menemukan kesenjangan pada standar itu.",
        "The surveillance must be in FINDINGS, or the assessment must have found a gap in that standard.",
    ),
    RefusalCode.RUNG_NOT_NEXT: Wording(
        "Tindakan {rung_id} belum dapat dikenakan dalam kasus ini.",
        "The measure {rung_en} cannot be imposed in this case now.",
        "Dalam kasus yang sama harus ada: {needed_id}.",
        "The same case must hold: {needed_en}.",
    ),
    RefusalCode.RUNG_NOT_SETTLED: Wording(
        "Tindakan sebelumnya ({rung_id}) belum tercatat tidak diikuti perbaikan (keadaan: {state}).",
        "The measure before ({rung_en}) is not recorded as without improvement (state: {state}).",
        "Pereviu harus mencatat bahwa tidak ada perbaikan atas tindakan itu lebih dahulu.",
        "The reviewer must first record that no improvement followed that measure.",
    ),
    RefusalCode.SANCTION_UNDERWAY: Wording(
        "Dalam kasus ini sudah ada tindakan yang sedang disusun.",
        "Another sanction of this case is being made already.",
        "Terbitkan atau hapus konsep tindakan itu lebih dahulu.",
        "Issue or discard that draft first.",
    ),
    RefusalCode.HEARING_BEFORE_SUMMONS: Wording(
        "Unit dipanggil untuk {at}; sebelum itu pemeriksaan tidak dilakukan tanpa kehadirannya.",
        "The unit is summoned for {at}; before that nothing is heard in its absence.",
        "Dengar unit pada waktu panggilan; atau sebut orangnya yang hadir, atau pernyataannya bahwa ia tidak perlu ditunggu.",
        "Hear the unit at the time of the summons; or name who came for it, or its waiver of the waiting.",
    ),
    RefusalCode.PAPER_DATE_PASSED: Wording(
        "Naskah bertanggal {dated}, dan hari itu sudah lewat.",
        "The paper is dated {dated}, and that day has passed.",
        "Naskah diberi tanggal hari ini dengan nomor yang sama oleh sistem; muat ulang, baca, dan tandatangani yang baru.",
        "The system dates it anew under the same number; load it again, read it, and sign what it then is.",
    ),
    RefusalCode.PAPER_OUTDATED: Wording(
        "Naskah menyebut hal yang tidak lagi benar: {what}.",
        "The paper says what no longer holds: {what}.",
        "Naskah itu ditarik kembali atau dibatalkan, dan yang baru disiapkan.",
        "That paper is recalled or made void, and a new one is prepared.",
    ),
    RefusalCode.LETTER_NOT_SIGNED: Wording(
        "{letter} belum ditandatangani (keadaan: {state}).",
        "{letter} is not signed (state: {state}).",
        "Surat itu ditandatangani lebih dahulu.",
        "That letter is signed first.",
    ),
    RefusalCode.MINUTES_NOT_NUMBERED: Wording(
        "Berita acara pemeriksaan atau klarifikasi tanggal {days} belum bernomor.",
        "The minutes of the hearing of {days} have no number yet.",
        "Tunggu sampai berita acara itu bernomor; surat hasil keberatan menyebut nomornya.",
        "Wait until those minutes are numbered; the letter of the result names their number.",
    ),
    RefusalCode.PAPER_OUT_OF_DATE: Wording(
        "Naskah menyebut {day} sebagai hari mulai berlaku, dan hari itu sudah lewat.",
        "The paper names {day} as the day from which it holds, and that day has passed.",
        "Tarik kembali naskah ini dan siapkan lagi; tanda tangan dibubuhkan pada hari yang disebut.",
        "Recall this paper and prepare it anew; it is signed on the day that it names.",
    ),
    RefusalCode.SANCTION_SUSPENDED: Wording(
        "Tindakan pembinaan ini ditangguhkan selama keberatan terhadapnya diperiksa.",
        "This sanction is suspended while the objection to it is examined.",
        "Keberatan diputus atau dicabut lebih dahulu.",
        "The objection is decided or withdrawn first.",
    ),
    RefusalCode.LATER_SANCTION_STANDS: Wording(
        "Tindakan pembinaan berikutnya sudah dikenakan atas dasar tindakan ini.",
        "A later sanction was imposed on the ground of this one, and stands.",
        "Tindakan yang berikutnya dibatalkan atau diubah lebih dahulu; sebelum itu tindakan ini hanya dapat dikuatkan, dan "
        "keberatan yang terlambat ditolak.",
        "The later one is annulled or changed first; before that this one can only be confirmed, and a late objection "
        "refused.",
    ),
    RefusalCode.CASE_HAS_MEASURE: Wording(
        "Dalam kasus ini ada tindakan pembinaan yang sedang disusun atau masih berlaku.",
        "A measure of this case is being made or in force.",
        "Hapus konsepnya lebih dahulu; tindakan yang berlaku berakhir dengan perbaikan atau keberatan, dan yang tidak diikuti "
        "perbaikan dilanjutkan ke tindakan berikutnya.",
        "Discard the draft first; a measure in force ends by improvement or by objection, and one without improvement leads "
        "to the next.",
    ),
    RefusalCode.CASE_GOES_ON: Wording(
        "Kasus ini masih dapat dilanjutkan menurut urutan tindakan pembinaan.",
        "This case can still go on as the ladder of measures has it.",
        "Deputi memutuskan sendiri hanya bila kasus ditahan, atau bila tidak ada tindakan berikutnya yang mungkin.",
        "The Deputy decides by hand only where the case is held, or where no next measure is possible.",
    ),
    RefusalCode.FOLLOW_UP_UNANSWERED: Wording(
        "Laporan tindak lanjut tanggal {day} belum diperiksa penilai.",
        "No assessor has looked at the follow-up report of {day} yet.",
        "Penilai menerima perbaikannya, seluruhnya atau sebagian, atau mengembalikan laporannya lebih dahulu.",
        "An assessor first accepts the improvement, as a whole or in part, or returns the report.",
    ),
    RefusalCode.NOTHING_TO_PART: Wording(
        "Perbaikan atas tindakan ini tidak dapat diterima sebagian.",
        "The improvement that this measure asks for cannot be accepted in part.",
        "Hanya saran/rekomendasi atau teguran dengan lebih dari satu temuan yang belum diperbaiki; selain itu perbaikan "
        "diterima seluruhnya atau laporannya dikembalikan.",
        "Only of an advice or a warning with more than one finding without improvement; else the improvement is accepted as a "
        "whole, or the report is returned.",
    ),
    RefusalCode.MEASURE_OVER: Wording(
        "Tindakan pembinaan ini sudah tidak berakibat: dibatalkan, diubah, atau sudah diikuti perbaikan, atau "
        "layanan atau standarnya sudah pulih.",
        "This measure has no effect any more: it was annulled, changed or followed, or the service or its standards are back.",
        "Tindakan pembinaan itu harus masih dikenakan; untuk penghentian, layanan masih dihentikan olehnya, dan untuk "
        "pencabutan, standarnya masih dicabut.",
        "The measure must still apply: of a stop, the service stands still by it; of a revocation, its standards are still "
        "revoked.",
    ),
    RefusalCode.FINDING_PURSUED: Wording(
        "Temuan ini sudah ditindaklanjuti dalam kasus yang masih terbuka: {what}.",
        "This finding is pursued already in a case that is not closed: {what}.",
        "Satu kasus untuk satu rangkaian temuan: lanjutkan kasus itu, tempat temuan surveillance yang sama ditindaklanjuti; "
        "atau nyatakan temuan lain.",
        "One case for one set of findings: go on with that case, in which the same findings of a surveillance are taken up; "
        "or state other findings.",
    ),
    RefusalCode.FINDING_NOT_PURSUED: Wording(
        "Temuan surveillance ini belum ditindaklanjuti dalam kasus mana pun: {what}.",
        "No case pursues these findings of the surveillance yet: {what}.",
        "Buka kasus dari surveillance itu: kasus itu mengambil temuan ini, dan temuan lainnya tetap dalam kasusnya.",
        "Open a case from that surveillance: it takes these, and the others stay with the cases that pursue them.",
    ),
    RefusalCode.OWN_FINDING: Wording(
        "{who} sendiri yang membuat temuan ini.",
        "{who} made this finding.",
        "Perbaikannya diverifikasi oleh penilai lain yang tidak terlibat.",
        "Another assessor, who did not make the finding, verifies the improvement.",
    ),
    RefusalCode.RECEIPT_NOT_PROVEN: Wording(
        "Penerimaan surat pemberitahuan belum terbukti.",
        "The receipt of the letter that tells of it is not proven.",
        "Penerimaan harus terbukti: dibuka dalam sistem, tanda terima pengiriman, atau pernyataan terima melalui pos-el.",
        "The receipt must be proven: by opening in the system, a delivery note, or an acknowledgement by e-mail.",
    ),
    RefusalCode.RECEIPT_ALREADY_PROVEN: Wording(
        "Penerimaan sudah terbukti pada {at}.",
        "The receipt is proven already, at {at}.",
        "Hanya bukti atas saat yang lebih awal yang mengubah batas waktu.",
        "Only proof of an earlier instant changes the limit.",
    ),
    RefusalCode.RECEIPT_BY_OPENING: Wording(
        "Penerimaan pada {at} dibuktikan dengan dibukanya surat dalam sistem oleh pimpinan.",
        "The receipt of {at} is proven by the head's own opening of the letter in the system.",
        "Hanya bukti penerimaan yang dicatat oleh LKPP yang dapat dicoret.",
        "Only a proof of receipt that LKPP recorded can be struck.",
    ),
    RefusalCode.RECEIPT_RELIED_ON: Wording(
        "Tindakan pembinaan berikutnya sudah diterbitkan atas dasar penerimaan ini.",
        "The next sanction was issued on the ground of this receipt.",
        "Bukti penerimaan hanya dicoret selama belum ada tindakan berikutnya; tindakan yang berikutnya dibatalkan lebih dahulu "
        "melalui keberatan.",
        "A proof of receipt is struck only while no next sanction stands; the next one is first annulled on an objection.",
    ),
    RefusalCode.LIMIT_ESTIMATED: Wording(
        "Batas akhir keberatan ({day}) dihitung dengan hari libur yang masih perkiraan.",
        "The last day to object ({day}) was counted with a holiday that is still an estimate.",
        "Kalender hari kerja harus memuat tanggal resminya, lalu batas itu dihitung kembali.",
        "The working calendar must have the official date, and the limit be computed again by it.",
    ),
    RefusalCode.LIMIT_OVER: Wording(
        "Batas waktu ini sudah lewat ({day}).",
        "This time limit is over ({day}).",
        "Hanya batas waktu yang masih berjalan, atau yang masih perkiraan, dihitung kembali.",
        "Only a limit that still runs, or is an estimate still, is computed again.",
    ),
    RefusalCode.LIMIT_UNCHANGED: Wording(
        "Menurut kalender yang berlaku ({version}) batas waktu ini tidak menjadi lebih akhir.",
        "By the calendar in force ({version}) this limit does not become a later day.",
        "Batas waktu hanya dipindahkan ke hari yang lebih akhir, atau dipastikan bila masih perkiraan.",
        "A limit is only moved to a later day, or confirmed where it was an estimate.",
    ),
    RefusalCode.OBJECTION_TERM_RUNNING: Wording(
        "Pengelola masih dapat mengajukan keberatan sampai dengan {day}.",
        "The unit may still object until the end of {day}.",
        "Jangka waktu keberatan 5 (lima) hari kerja sejak surat diterima harus sudah lewat.",
        "The 5 working days from receipt, within which one may object, must be over.",
    ),
    RefusalCode.ANSWER_TERM_RUNNING: Wording(
        "Unit masih dapat menjawab laporan pelanggaran sampai dengan {day}.",
        "The unit may still answer the reported breach until the end of {day}.",
        "Unit sudah menjawab, atau jangka waktu jawabannya sudah lewat.",
        "The unit has answered, or the time for its answer is over.",
    ),
    RefusalCode.OBJECTION_DECIDED: Wording(
        "Keberatan atas tindakan ini sudah diputus; batas waktunya tidak berubah lagi.",
        "An objection to this sanction is decided; its limit does not change any more.",
        "Penerimaan yang lebih awal dibuktikan, dan bukti penerimaan dicoret, hanya sebelum keberatan diputus.",
        "An earlier receipt is proven, and a proof of receipt is struck, only before an objection is decided.",
    ),
    RefusalCode.OBJECTION_IN_TIME: Wording(
        "Keberatan ini diajukan dalam batas waktu yang kini tercatat (sampai dengan {day}); ia tidak terlambat.",
        "This objection was filed within the limit that is on record now (until the end of {day}); it is not late.",
        "Terima keberatan ini untuk diperiksa; hanya keberatan sesudah batas waktu ditolak karena terlambat.",
        "Accept this objection to be examined; only one after the limit is refused as late.",
    ),
    RefusalCode.OUTSIDE_CALENDAR: Wording(
        "Kalender hari kerja belum memuat hari-hari yang dihitung sejak {day}.",
        "The working calendar does not know the days that are counted from {day}.",
        "Admin LKPP mengusulkan, dan Deputi menyetujui, versi kalender yang memuat hari-hari itu.",
        "LKPP's admin proposes, and the Deputy approves, a version of the calendar that covers those days.",
    ),
    RefusalCode.NOTHING_TO_REVOKE: Wording(
        "Tidak ada standar dalam temuan kasus ini yang tercantum pada sertifikat.",
        "No standard that the findings of this case concern stands on a certificate.",
        "Sebut paling sedikit satu standar yang ditetapkan atau bertanda temuan; tanpa sertifikat Deputi memutuskan sendiri.",
        "Name at least one standard that is determined or flagged; without a certificate the Deputy decides by hand.",
    ),
    RefusalCode.STANDARD_NOT_REVOCABLE: Wording(
        "Standar ini tidak dapat dicabut dalam kasus ini: {standards}.",
        "These standards cannot be revoked in this case: {standards}.",
        "Standar yang dicabut harus menjadi pokok temuan kasus dan dalam keadaan DETERMINED atau FLAGGED.",
        "A standard to be revoked must be concerned by the findings of the case, and be DETERMINED or FLAGGED.",
    ),
    RefusalCode.REASSESSMENT_UNSETTLED: Wording(
        "Penilaian ulang atas standar yang dicabut belum selesai (keadaan: {state}).",
        "The re-assessment of the revoked standards is not settled (state: {state}).",
        "Penilaian ulang harus tidak lulus, atau tercatat bahwa unit tidak bekerja sama, dan tidak ada yang berjalan.",
        "It must have failed, or the unit's non-cooperation must be recorded, and none may be running.",
    ),
    RefusalCode.IMPROVEMENT_BY_REASSESSMENT: Wording(
        "Perbaikan setelah pencabutan sertifikat tidak dinyatakan dengan tindak lanjut.",
        "Improvement after a revocation is not accepted from a follow-up report.",
        "Standar yang dicabut dinilai ulang; kasus ditutup bila semuanya lulus.",
        "The revoked standards are re-assessed; the case closes when all of them pass.",
    ),
    RefusalCode.SERVICE_NOT_ACTIVE: Wording(
        "Layanan unit ini tidak aktif (keadaan: {state}).",
        "The service of this unit is not active (state: {state}).",
        "Layanan unit harus dalam keadaan ACTIVE.",
        "The unit's service must be ACTIVE.",
    ),
    RefusalCode.SIGNER_IS_DRAFTER: Wording(
        "Anda menyusun tindakan ini, sehingga tidak dapat menandatanganinya.",
        "You drafted this sanction, so you cannot sign it.",
        "Penyusun dan penanda tangan harus orang yang berbeda.",
        "Drafter and signatory must be different persons.",
    ),
    RefusalCode.UNIT_NOT_ACTIVE: Wording(
        "Layanan unit ini tidak aktif (keadaan: {state}).",
        "The service of this unit is not active (state: {state}).",
        "Unit harus aktif: kesepakatan tingkat layanannya berlaku dan layanannya tidak dihentikan.",
        "The unit must be active: its service-level agreement in force and its service not stopped.",
    ),
    RefusalCode.ASSESSMENT_OPEN: Wording(
        "Penilaian atas standar berikut masih berjalan: {standards}.",
        "An assessment of these standards is still running: {standards}.",
        "Selesaikan atau tutup penilaian itu lebih dahulu.",
        "Finish or close that assessment first.",
    ),
    RefusalCode.STANDARD_NOT_ASSESSABLE: Wording(
        "Standar berikut tidak dapat dinilai sekarang: {standards}.",
        "These standards cannot be assessed now: {standards}.",
        "Yang dinilai adalah standar yang berlaku bagi unit dan belum ditetapkan; yang dicabut dinilai ulang (II.2.2.c).",
        "A standard is assessed that binds the unit and is not determined; a revoked one is re-assessed (II.2.2.c).",
    ),
    RefusalCode.SCORES_INCOMPLETE: Wording(
        "Kriteria berikut belum dinilai atau belum disertai bukti: {missing}.",
        "These criteria are not scored, or bear no evidence: {missing}.",
        "Setiap kriteria harus memiliki skor beserta bukti, atau alasan mengapa tidak berlaku.",
        "Each criterion needs a score with evidence, or a reason why it is not applicable.",
    ),
    RefusalCode.READING_MISSING: Wording(
        "Pembaca kedua belum menyetujui hasil penilaian ini.",
        "The second reader has not approved this assessment.",
        "Pembaca kedua harus menyetujui skor yang sekarang; perubahan skor membatalkan persetujuannya.",
        "The second reader must approve the present scores; a change of scores takes the approval away.",
    ),
    RefusalCode.RECOMMENDATION_OPEN: Wording(
        "Rekomendasi perbaikan belum ditindaklanjuti dan diverifikasi: {items}.",
        "Recommendations are not followed up and verified yet: {items}.",
        "Semua rekomendasi harus ditindaklanjuti dan diverifikasi sebelum penetapan.",
        "Every recommendation must be followed up and verified before the determination.",
    ),
    RefusalCode.NOT_DETERMINABLE: Wording(
        "Standar berikut belum dapat ditetapkan: {standards}.",
        "These standards cannot be determined: {standards}.",
        "Yang ditetapkan harus terpenuhi menurut penilaian faktual, dan menurut penilaian mandiri atau tindak lanjut "
        "rekomendasi yang telah diverifikasi; selain itu perlu penilaian baru. Bila penetapan sebagian tidak diaktifkan, "
        "semua standar yang dinilai.",
        "What is determined must be met by factual assessment, and by self-assessment or a verified follow-up of the "
        "recommendations; else a new assessment is needed. Where determination in part is off, all standards that were "
        "assessed.",
    ),
    RefusalCode.OWN_WORK: Wording(
        "Anda tidak dapat memeriksa atau mengesahkan pekerjaan Anda sendiri: {what}.",
        "You cannot check or approve your own work: {what}.",
        "Orang lain yang berwenang harus melakukannya.",
        "Another person who is entitled must do it.",
    ),
    RefusalCode.ALREADY_REPORTED: Wording(
        "Hasil penilaian ini sudah dilaporkan.",
        "The result of this assessment was already reported.",
        "Skor hanya dapat diubah sebelum laporan dibuat.",
        "Scores can be changed only before the report is made.",
    ),
    RefusalCode.REPORT_NOT_SIGNED: Wording(
        "Laporan penilaian belum ditandatangani (keadaan: {state}).",
        "The assessment report is not signed (state: {state}).",
        "Ketua tim menandatangani laporannya lebih dahulu.",
        "The lead assessor signs the report first.",
    ),
    RefusalCode.REPORT_NOT_INDEPENDENT: Wording(
        "Laporan penilaian ulang yang menyatakan tidak lulus berasal dari penilai yang kini tidak bebas: {persons}.",
        "The report of the re-assessment that failed rests on assessors who are not independent any more: {persons}.",
        "Admin mengganti tim; tim lain menilai ulang kriteria mereka, lalu ketua timnya melaporkan dan menandatangani.",
        "An administrator replaces the team; another one scores their criteria anew, and its lead reports and signs.",
    ),
    RefusalCode.REQUEST_UNANSWERED: Wording(
        "Unit sudah meminta penilaian ulang, dan yang belum menindaklanjuti adalah LKPP.",
        "The unit has asked to be assessed again, and it is LKPP that has not acted.",
        "LKPP menugaskan tim lebih dahulu; ketidaksediaan dicatat bila hari pertama penugasannya sudah lewat.",
        "LKPP assigns a team first; non-cooperation is recorded once the first day of its assignment has passed.",
    ),
    RefusalCode.CASE_STILL_OPEN: Wording(
        "Kasus pembinaan atas pelanggaran ini belum ditutup.",
        "The sanction case of this breach is still open.",
        "Kasus harus ditutup lebih dahulu.",
        "That case must be closed first.",
    ),
    RefusalCode.OTHER_STOP_FORM: Wording(
        "Layanan ini dihentikan dalam bentuk {form}.",
        "This service was stopped in the form {form}.",
        "Hak akses diambil alih hanya bila layanan dihentikan dalam bentuk pengambilalihan hak akses.",
        "Access rights are taken over only where the service was stopped in the form of their takeover.",
    ),
    RefusalCode.STOPPED_BY_TAKEOVER: Wording(
        "Layanan ini dihentikan dalam bentuk pengambilalihan hak akses.",
        "This service was stopped in the form of a takeover of access rights.",
        "Penghentiannya dilaksanakan dengan mencatat pengambilalihan hak akses (takeAccess).",
        "It is carried out by recording the takeover of access rights (takeAccess).",
    ),
    RefusalCode.APPLICATION_OPEN: Wording(
        "Permohonan lain unit ini belum diputuskan (keadaan: {state}).",
        "Another application of this unit is not decided yet (state: {state}).",
        "Data unit dibetulkan dalam permohonan itu, atau diubah setelah permohonan itu berakhir.",
        "Correct the unit's data in that application, or amend it once that has ended.",
    ),
    RefusalCode.ANOTHER_SLA: Wording(
        "Unit ini sudah memiliki kesepakatan tingkat layanan lain (keadaan: {state}).",
        "The unit already has another service-level agreement (state: {state}).",
        "Selesaikan atau akhiri kesepakatan itu lebih dahulu; pembaruan yang telah didahului dihentikan "
        "(abandonRenewal, setelah declineSla bila sudah ditandatangani).",
        "Conclude or end that agreement first; a renewal that was overtaken is abandoned (abandonRenewal, after declineSla "
        "where it is signed).",
    ),
    RefusalCode.BREACH_NOT_SETTLED: Wording(
        "Pelanggaran atas kesepakatan lain unit ini belum selesai (keadaan: {state}).",
        "A breach of another agreement of this unit is not settled (state: {state}).",
        "Laporannya harus diputuskan; pelanggaran yang ditetapkan harus dinyatakan pulih setelah kasusnya ditutup, atau "
        "kesepakatan itu berakhir dengan penghentian layanan.",
        "The report must be decided; a confirmed breach must be declared cured once its case is closed, or that agreement "
        "end with the stop of the service.",
    ),
    RefusalCode.FINDING_MISSING: Wording(
        "Belum ada temuan pereviu yang menimbang laporan ini beserta semua jawaban yang disampaikan tepat waktu.",
        "No reviewer's finding weighs this report together with every answer that came in time.",
        "Pereviu yang bukan pelapor mencatat temuannya lebih dahulu.",
        "A reviewer who is not the reporter records his finding first.",
    ),
    RefusalCode.NOT_A_SECOND_PERSON: Wording(
        "{person} sudah melaporkan pelanggaran ini atau mencatat temuannya.",
        "{person} reported this breach or recorded the finding of it.",
        "Pelapor, pencatat temuan, dan yang menetapkan pelanggaran harus orang yang berbeda; tidak seorang pun "
        "menghentikan pemeriksaan atas laporannya sendiri.",
        "Who reports, who records the finding and who confirms must be different persons; nobody dismisses his own report.",
    ),
    RefusalCode.NOT_A_RENEWAL: Wording(
        "Kesepakatan ini bukan pembaruan kesepakatan lain.",
        "This agreement does not renew another one.",
        "Kesepakatan pertama berakhir bersama permohonannya: permohonannya yang ditarik.",
        "A first agreement ends with its application: the application is withdrawn.",
    ),
}
