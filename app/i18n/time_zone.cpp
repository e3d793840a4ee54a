#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include "app/i18n/texts.h"
#include "platform/base/check.h"

namespace i18n {
namespace {

UDate as_icu(domain::Millis since_epoch) { return static_cast<UDate>(since_epoch.count()); }
domain::Millis from_icu(UDate date) { return domain::Millis{static_cast<std::int64_t>(date)}; }

class IcuTimeZone final : public domain::TimeZone {
  public:
    explicit IcuTimeZone(std::unique_ptr<icu::BasicTimeZone> zone) : zone_(std::move(zone)) {}

    domain::LocalTime to_local(domain::Instant instant) const override {
        UErrorCode error = U_ZERO_ERROR;
        std::int32_t raw = 0, saving = 0;
        zone_->getOffset(as_icu(instant.time_since_epoch()), false, raw, saving, error);
        VS_CHECK(U_SUCCESS(error));
        return domain::LocalTime{instant.time_since_epoch() + domain::Millis{raw + saving}};
    }

    domain::Instant to_instant(domain::LocalTime local) const override {
        // Twice: the former is the first one. Not at all: the latter is before the gap, which ends it.
        const auto former = offset(local, UCAL_TZ_LOCAL_FORMER);
        const domain::Instant moment{local.time_since_epoch() - former};
        if (to_local(moment) == local) return moment;
        const domain::Instant before{local.time_since_epoch() - offset(local, UCAL_TZ_LOCAL_LATTER)};
        icu::TimeZoneTransition gap;
        if (zone_->getNextTransition(as_icu(before.time_since_epoch()), false, gap)) {
            return domain::Instant{from_icu(gap.getTime())};
        }
        return moment;
    }

  private:
    domain::Millis offset(domain::LocalTime local, UTimeZoneLocalOption option) const {
        UErrorCode error = U_ZERO_ERROR;
        std::int32_t raw = 0, saving = 0;
        zone_->getOffsetFromLocal(as_icu(local.time_since_epoch()), option, option, raw, saving, error);
        VS_CHECK(U_SUCCESS(error));
        return domain::Millis{raw + saving};
    }

    std::unique_ptr<icu::BasicTimeZone> zone_;
};

}  // namespace

std::string zone_data_version() {
    UErrorCode error = U_ZERO_ERROR;
    const char* version = icu::TimeZone::getTZDataVersion(error);
    return U_SUCCESS(error) && version != nullptr ? version : "?";
}

base::Result<std::shared_ptr<const domain::TimeZone>, TimeZoneError> load_time_zone(const std::string& iana_name) {
    // createTimeZone answers an unknown name with a zone that calls itself unknown (UTC), never with an error.
    const auto name = icu::UnicodeString::fromUTF8(iana_name);
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
    if (!zone || iana_name.empty() || *zone == icu::TimeZone::getUnknown()) return base::failure(TimeZoneError::unknown);
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
    if (basic == nullptr) return base::failure(TimeZoneError::unknown);
    static_cast<void>(zone.release());
    return std::make_shared<const IcuTimeZone>(std::unique_ptr<icu::BasicTimeZone>(basic));
}

}  // namespace i18n
