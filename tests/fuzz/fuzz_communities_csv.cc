// The operator's file of communities, and the finding of a community in an address.

#include "schema/domain/community.h"
#include "schema/domain/csv.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

using domain::Community;

// Every record, written again, is the record.
void check_records(std::string_view csv) {
  domain::CsvReader records(csv);
  std::size_t line = 0;
  while (const auto record = records.next()) {
    require(record->line > line, "lines rise");
    line = record->line;
    require(!record->fields.empty(), "a record has a field");
    std::string written;
    for (const std::string& field : record->fields) written += (written.empty() ? "" : ",") + domain::csv_field(field);
    if (written.empty() || record->fields.front().empty()) continue;  // no longer told from a blank line
    const auto again = domain::CsvReader("\n" + written).next();
    require(again.has_value() && again->fields == record->fields, "a record that is written reads as it was");
  }
}

void check_issues(const base::Issues& issues) {
  for (const base::Issue& issue : issues) {
    require(!issue.code.empty() && is_utf8(issue.text) && is_utf8(issue.hint), "an issue can be shown");
  }
}

void check_community(const Community& community) {
  require(domain::is_community_id(community.id), "a community has its 12 digits");
  require(domain::in_china_rectangle(community.centre), "a community lies in China");
  require(community.accuracy_m <= 100'000, "a centre says something");
  require(!community.name.empty() && is_utf8(community.name), "a community has a name");
  require(is_utf8(community.street) && is_utf8(community.district), "street and district are text");
  require(!domain::short_community_name(community.name).empty(), "a short name is a name");
}

}  // namespace

bool reads(std::string_view bytes) {
  check_records(bytes);
  const auto read = domain::parse_communities_csv(bytes);
  if (!read.ok()) {
    require(!read.issues().empty(), "a refusal says why");
    check_issues(read.issues());
    return false;
  }
  const auto& communities = read.value().communities;
  check_issues(read.value().issues);
  require(!communities.empty(), "an accepted file has a community");
  for (const Community& community : communities) check_community(community);

  const auto again = domain::parse_communities_csv(domain::format_communities_csv(communities));
  require(again.ok() && again.value().issues.empty(), "what is written is accepted");
  require(again.value().communities == communities, "what is written is read as it was");

  const domain::Gazetteer gazetteer(communities);
  for (const Community& community : communities) {
    const Community* found = gazetteer.find(community.id);
    require(found != nullptr && *found == community, "every community is found by its id");
    gazetteer.locate(community.district + community.street + community.name);
  }
  gazetteer.locate(bytes);
  return true;
}

}  // namespace doorstep::fuzzing
