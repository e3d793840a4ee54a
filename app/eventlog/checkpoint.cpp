#include "app/eventlog/checkpoint.h"

#include <algorithm>

#include "app/eventlog/fields.h"
#include "app/eventlog/signing.h"

namespace eventlog {

namespace {

using Members =
    std::tuple<Field<"kiosk", &Checkpoint::kiosk>, Field<"seq", &Checkpoint::seq>, Field<"hash", &Checkpoint::hash>,
               Field<"accepted_at", &Checkpoint::accepted_at>, FieldOf<"acceptor", Form::hash, &Checkpoint::acceptor>>;

// The version stands first, so that what is signed is neither an event nor the header of a bundle.
constexpr std::string_view kBegin = "{\"checkpoint\":1,";
constexpr std::string_view kSignature = ",\"signature\":\"";

}  // namespace

base::Result<std::string, CheckpointError> sign_checkpoint(Checkpoint checkpoint, std::string_view private_hex) {
    auto acceptor = public_half_of(private_hex);
    if (!acceptor) return base::failure(CheckpointError::bad_key);
    checkpoint.acceptor = std::move(*acceptor);
    std::string line{kBegin};
    Writer writer{line};
    writer.all(Members{}, checkpoint);
    if (!writer.wrong().empty() || checkpoint.seq == 0) return base::failure(CheckpointError::not_a_checkpoint);
    const std::string signature = *signature_of(line, private_hex);
    line += kSignature;
    line += signature;
    line += "\"}";
    return line;
}

base::Result<Checkpoint, CheckpointError> read_checkpoint(std::string_view line, std::span<const std::string> trusted) {
    if (line.size() > kMaxCheckpointBytes) return base::failure(CheckpointError::not_a_checkpoint);
    Checkpoint checkpoint;
    Scan scan{line};
    scan.literal(kBegin);
    Reader reader{scan};
    reader.all(Members{}, checkpoint);
    const std::string_view is_signed = line.substr(0, line.size() - scan.rest().size());
    scan.literal(kSignature);
    const std::string_view signature = scan.until_quote(kSignatureDigits);
    scan.literal("}");
    const bool lower_case = signature.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (!scan.ok() || !scan.rest().empty() || !lower_case || checkpoint.seq == 0) {
        return base::failure(CheckpointError::not_a_checkpoint);
    }
    if (!signature_holds(is_signed, signature, checkpoint.acceptor)) {
        return base::failure(CheckpointError::wrong_signature);
    }
    if (std::find(trusted.begin(), trusted.end(), checkpoint.acceptor) == trusted.end()) {
        return base::failure(CheckpointError::not_trusted);
    }
    return checkpoint;
}

}  // namespace eventlog
