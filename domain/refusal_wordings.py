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
        "Unit kerja terpisah dari UKPBJ hanya berlaku sampai dengan 31 Desember 2023; tanggal pengajuan {today}.",
        "A unit separate from the UKPBJ was valid through 31 December 2023 only; the submission is dated {today}.",
        "Fungsi diselenggarakan di UKPBJ: ubah bentuk unit menjadi UKPBJ.",
        "The function must be run in the UKPBJ: change the unit form to UKPBJ.",
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
        "Surveillance atas unit ini untuk tahun {year} sudah ada dalam program.",
        "The programme of {year} already holds a surveillance of this unit.",
        "Satu unit disurveillance satu kali setahun; batalkan yang ada sebelum merencanakan yang lain.",
        "A unit is surveilled once a year; cancel the one that is there before planning another.",
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
        "Belum dapat dilakukan sebelum {day}.",
        "This cannot be done before {day}.",
        "Tunggu sampai batas waktu internal lewat.",
        "Wait until the internal time limit has passed.",
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
    RefusalCode.SIGNING_IN_PROGRESS: Wording(
        "Tanda tangan lain sedang dibubuhkan pada naskah ini.",
        "Another signature is being put on this paper.",
        "Muat ulang naskah beberapa detik lagi; bila masih perlu, tandatangani yang terbaru.",
        "Load the paper again in a few seconds; where it is still needed, sign what it then is.",
    ),
    RefusalCode.FIRST_SIGNATURE_NOT_VALID: Wording(
        "Tanda tangan pertama pada naskah ini tidak terverifikasi: {reason}.",
        "The first signature on this paper does not verify: {reason}.",
        "Kembalikan naskah ke tahap negosiasi dan tandatangani yang baru.",
        "Return the paper to negotiation and sign a new one.",
    ),
    RefusalCode.PASSPHRASE_REFUSED: Wording(
        "Frasa sandi kunci tanda tangan salah.",
        "The passphrase of the signing key is wrong.",
        "Masukkan frasa sandi kunci Anda sendiri. Tidak ada yang ditandatangani.",
        "Give the passphrase of your own key. Nothing was signed.",
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
        "Penilaian diulang hanya selama penghentian layanan belum diterbitkan.",
        "An assessment is repeated only while no stop of the service is issued.",
    ),
    RefusalCode.STANDARDS_NOT_MET: Wording(
        "Tidak satu pun standar terpenuhi menurut penilaian ini.",
        "Not one standard is met by this assessment.",
        "Paling sedikit satu standar harus terpenuhi: semua kriteria wajib bernilai 2 dan rerata paling sedikit 1,6.",
        "At least one standard must be met: every mandatory criterion scored 2, and a mean of at least 1.6.",
    ),
    RefusalCode.STANDARDS_MET: Wording(
        "Standar berikut terpenuhi menurut penilaian ini: {standards}.",
        "These standards are met by this assessment: {standards}.",
        "Laporkan hasilnya agar standar itu ditetapkan kembali; sisanya dinilai pada percobaan berikutnya.",
        "Report the result, so that they are determined again; the others are assessed in a further attempt.",
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
        "Unit dipanggil untuk {at}; sebelum itu ia tidak didengar tanpa kehadirannya.",
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
        "Tarik kembali naskah itu dan siapkan yang baru.",
        "Recall that paper and prepare it anew.",
    ),
    RefusalCode.LETTER_NOT_SIGNED: Wording(
        "{letter} belum ditandatangani (keadaan: {state}).",
        "{letter} is not signed (state: {state}).",
        "Surat itu ditandatangani lebih dahulu.",
        "That letter is signed first.",
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
        "Tindakan yang berikutnya dibatalkan atau diubah lebih dahulu; keberatan ini dapat dikuatkan.",
        "The later one is annulled or changed first; on this objection the sanction can be confirmed.",
    ),
    RefusalCode.CASE_HAS_MEASURE: Wording(
        "Dalam kasus ini ada tindakan pembinaan yang sedang disusun atau masih berlaku.",
        "A measure of this case is being made or in force.",
        "Hapus konsepnya lebih dahulu; tindakan yang berlaku berakhir dengan perbaikan atau keberatan.",
        "Discard the draft first; a measure in force ends by improvement or by objection.",
    ),
    RefusalCode.FINDING_PURSUED: Wording(
        "Temuan ini sudah ditindaklanjuti dalam kasus yang masih terbuka: {what}.",
        "This finding is pursued already in a case that is not closed: {what}.",
        "Satu kasus untuk satu rangkaian temuan: lanjutkan kasus itu, atau sebut temuan lain.",
        "One case for one set of findings: go on with that case, or name other findings.",
    ),
    RefusalCode.OWN_FINDING: Wording(
        "{who} sendiri yang membuat temuan ini.",
        "{who} made this finding.",
        "Perbaikannya diverifikasi oleh penilai lain yang tidak terlibat.",
        "Another assessor, who did not make the finding, verifies the improvement.",
    ),
    RefusalCode.RECEIPT_NOT_PROVEN: Wording(
        "Penerimaan surat pemberitahuan tindakan pembinaan belum terbukti.",
        "The receipt of the letter that notifies the sanction is not proven.",
        "Penerimaan harus terbukti: dibuka dalam sistem, tanda terima pengiriman, atau pernyataan terima melalui pos-el.",
        "The receipt must be proven: by opening in the system, a delivery note, or an acknowledgement by e-mail.",
    ),
    RefusalCode.RECEIPT_ALREADY_PROVEN: Wording(
        "Penerimaan sudah terbukti pada {at}.",
        "The receipt is proven already, at {at}.",
        "Hanya bukti atas saat yang lebih awal yang mengubah batas waktu.",
        "Only proof of an earlier instant changes the limit.",
    ),
    RefusalCode.OBJECTION_TERM_RUNNING: Wording(
        "Pengelola masih dapat mengajukan keberatan sampai dengan {day}.",
        "The operator may still object until the end of {day}.",
        "Jangka waktu keberatan 5 (lima) hari kerja sejak surat diterima harus sudah lewat.",
        "The 5 working days from receipt, within which one may object, must be over.",
    ),
    RefusalCode.OBJECTION_DECIDED: Wording(
        "Keberatan atas tindakan ini sudah diputus; batas waktunya tidak berubah lagi.",
        "An objection to this sanction is decided; its limit does not change any more.",
        "Bukti penerimaan yang lebih awal hanya berarti sebelum keberatan diputus.",
        "Proof of an earlier receipt matters only before an objection is decided.",
    ),
    RefusalCode.OUTSIDE_CALENDAR: Wording(
        "Kalender hari kerja belum memuat hari-hari yang dihitung sejak {day}.",
        "The working calendar does not know the days that are counted from {day}.",
        "Admin LKPP menetapkan versi kalender yang memuat hari-hari itu.",
        "LKPP's admin publishes a version of the calendar that covers those days.",
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
        "Yang ditetapkan harus terpenuhi menurut penilaian mandiri dan penilaian faktual; bila penetapan sebagian tidak "
        "diaktifkan, semua standar yang dinilai.",
        "What is determined must be met by self-assessment and by factual assessment; where determination in part is off, "
        "all standards that were assessed.",
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
        "Nilai hanya dapat diubah sebelum laporan dibuat.",
        "Scores can be changed only before the report is made.",
    ),
    RefusalCode.REPORT_NOT_SIGNED: Wording(
        "Laporan penilaian belum ditandatangani (keadaan: {state}).",
        "The assessment report is not signed (state: {state}).",
        "Ketua tim menandatangani laporannya lebih dahulu.",
        "The lead assessor signs the report first.",
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
    RefusalCode.ANOTHER_SLA: Wording(
        "Unit ini sudah memiliki kesepakatan tingkat layanan lain (keadaan: {state}).",
        "The unit already has another service-level agreement (state: {state}).",
        "Selesaikan atau akhiri kesepakatan itu lebih dahulu.",
        "Conclude or end that agreement first.",
    ),
    RefusalCode.NOT_A_RENEWAL: Wording(
        "Kesepakatan ini bukan pembaruan kesepakatan lain.",
        "This agreement does not renew another one.",
        "Kesepakatan pertama berakhir bersama permohonannya: permohonannya yang ditarik.",
        "A first agreement ends with its application: the application is withdrawn.",
    ),
}
