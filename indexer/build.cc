#include "indexer/build.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <fmt/format.h>

#include "indexer/base_writer.h"
#include "indexer/copy_check.h"
#include "indexer/copy_groups.h"
#include "indexer/document_terms.h"
#include "indexer/identity.h"
#include "indexer/job_guesser.h"
#include "indexer/line_reader.h"
#include "indexer/posting_normalizer.h"
#include "indexer/spill.h"
#include "schema/geo/cover.h"
#include "schema/index/generation.h"
#include "schema/index/index_layout.h"
#include "schema/json/posting_reader.h"
#include "schema/text/language.h"

namespace doorstep::indexer {
namespace {

namespace fs = std::filesystem;

// What every posting goes through, made once.
struct Tools {
  explicit Tools(domain::Gazetteer places)
      : gazetteer(std::move(places)), categories(domain::built_in_categories()), documents(language, gazetteer) {}

  domain::Gazetteer gazetteer;
  domain::Categories categories;
  text::Language language;
  DocumentBuilder documents;
};

// A pipe is as good as a file; a folder can be opened but not read.
bool is_readable(const std::string& path) { return ::access(path.c_str(), R_OK) == 0 && !fs::is_directory(path); }

void require_readable(const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    if (input != LineReader::kStdin && !is_readable(input)) throw WrongCall(fmt::format("--input：读不了 {}", input));
  }
}

// Known before the work, not after an hour of it.
void require_writable(const std::string& report) {
  if (report.empty()) return;
  const fs::path folder = fs::path(report).parent_path();
  const std::string place = fs::exists(report) ? report : folder.empty() ? "." : folder.string();
  if (fs::is_directory(report) || ::access(place.c_str(), W_OK) != 0) {
    throw WrongCall(fmt::format("--report：写不了 {}", report));
  }
}

// The field of such an issue begins with its line: "line 4: name" (see parse_communities_csv).
void add_csv_issues(const std::string& file, const base::Issues& issues, Report& report) {
  constexpr std::string_view kLine = "line ";
  for (base::Issue issue : issues) {
    std::uint64_t line = 0;
    if (issue.field.starts_with(kLine)) {
      const char* end = issue.field.data() + issue.field.size();
      const char* rest = std::from_chars(issue.field.data() + kLine.size(), end, line).ptr;
      issue.field = std::string(std::find_if(rest, end, [](char c) { return c != ':' && c != ' '; }), end);
    }
    report.add({file, line}, {issue});
  }
}

domain::Gazetteer read_communities(const std::string& file, Report& report) {
  if (!is_readable(file)) throw WrongCall(fmt::format("--communities：读不了 {}", file));
  std::ifstream in(file, std::ios::binary);
  const std::string csv{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto parsed = domain::parse_communities_csv(csv);
  if (!parsed.ok()) {
    add_csv_issues(file, parsed.issues(), report);
    throw WrongCall(fmt::format("--communities：{} 里没有一行可用的社区", file));
  }
  // The file is the operator's, not a sender's: what is wrong in it is told but refuses no posting.
  base::Issues flags = parsed.value().issues;
  for (base::Issue& issue : flags) issue.severity = base::Issue::Severity::kFlag;
  add_csv_issues(file, flags, report);
  return domain::Gazetteer(std::move(parsed).value().communities);
}

// Sum of the inputs' sizes; nullopt as soon as one has none.
std::optional<std::uint64_t> total_bytes(const std::vector<std::string>& inputs) {
  std::uint64_t total = 0;
  for (const std::string& input : inputs) {
    std::error_code error;
    const std::uintmax_t size = input == LineReader::kStdin ? 0 : fs::file_size(input, error);
    if (error || input == LineReader::kStdin) return std::nullopt;
    total += size;
  }
  return total;
}

// One run of the command: what its steps share.
struct Run {
  const BuildOptions& options;
  const Tools& tools;
  Report& report;
  Progress& progress;
  Summary& summary;

  void reach(BuildStep step) const {
    if (options.abort_at == step) std::abort();
  }

  // On a terminal the bar would stand in the line.
  void tell(const Where& where, const base::Issues& issues) const {
    if (issues.empty()) return;
    progress.hide();
    report.add(where, issues);
  }
};

// The first pass over one line: everything but the index itself.
class FirstPass {
 public:
  FirstPass(const Run& run, Spill& spill, JobGuesser& guesser, base::Instant now)
      : run_(run),
        guesser_(guesser),
        normalizer_(run.tools.gazetteer, run.tools.categories, run.tools.language.normalizer, now),
        spill_(spill),
        seed_((std::uint64_t{std::random_device{}()} << 32U) | std::random_device{}()) {}

  // `input`: the number of the file among the run's inputs.
  void take(std::uint32_t input, const Line& line) {
    ++run_.summary.read;
    const Where where{run_.options.inputs[input], line.number};
    if (line.too_long) return refuse(where, {too_long(line)});
    auto read = json::read_posting(line.text);
    if (!read.ok()) return refuse(where, read.issues());
    const NormalizedPosting normalized = normalizer_.normalize(read.value().posting);
    run_.tell(where, read.value().flags);
    run_.tell(where, normalized.flags);
    const domain::Posting& posting = normalized.posting;
    guesser_.learn(posting);
    const std::uint64_t cell = posting.place ? geo::cell_of(posting.place->point) : geo::kNoCell;
    spill_.add(posting, {input, static_cast<std::uint32_t>(line.number)}, cell,
               keys_of(posting, read.value().posting.contact_phone));
  }

 private:
  static base::Issue too_long(const Line& line) {
    return {base::Issue::Severity::kError, "", "too_long", fmt::format("这一行有 {} 字节，太长", line.bytes),
            fmt::format("一条岗位不超过 {} 字节", json::kMaxPostingBytes)};
  }
  PostingKeys keys_of(const domain::Posting& posting, std::string_view contact_phone) const {
    const std::uint32_t phone = phone_key(contact_phone, seed_);
    return {id_key(posting.id, seed_), signature_of(copy_profile(posting, phone, run_.tools.language.normalizer))};
  }
  void refuse(const Where& where, const base::Issues& issues) {
    ++run_.summary.refused;
    run_.tell(where, issues);
  }

  const Run& run_;
  JobGuesser& guesser_;
  PostingNormalizer normalizer_;
  Spill& spill_;
  std::uint64_t seed_;
};

void read_inputs(const Run& run, FirstPass& pass) {
  run.progress.start(Phase::kRead, total_bytes(run.options.inputs));
  std::uint64_t bytes_before = 0;
  for (std::uint32_t input = 0; input < run.options.inputs.size(); ++input) {
    LineReader reader(run.options.inputs[input], json::kMaxPostingBytes);
    while (const auto line = reader.next()) {
      pass.take(input, *line);
      run.progress.update({bytes_before + reader.bytes_consumed(), run.summary.read});
    }
    bytes_before += reader.bytes_consumed();
  }
  run.progress.finish({bytes_before, run.summary.read});
}

void tell_replaced(const Run& run, const SpilledPosting& spilled) {
  ++run.summary.replaced;
  run.tell({run.options.inputs[spilled.read_at.input], spilled.read_at.line},
           {{base::Issue::Severity::kFlag, "id", "replaced", "后面还有同一编号的一行，以后面的为准",
             "同一岗位的更新不必改；不同的岗位要用不同的编号"}});
}

// Needs memory that is given back before the index is written.
CopyGroups find_copies(const Run& run, Spill& spill, const std::vector<bool>& superseded) {
  const std::vector<CopySignature> signatures = spill.copy_signatures();
  const std::vector<Spill::Reference> references = spill.references();
  return group_copies(signatures, superseded, [&](std::uint32_t ordinal) {
    return copy_profile(spill.read(references[ordinal]).posting, signatures[ordinal].phone,
                        run.tools.language.normalizer);
  });
}

// The second pass: the postings in the order of their place, without the superseded ones.
void write_base(const Run& run, Spill& spill, const JobGuesser& guesser, BaseWriter& writer) {
  const std::vector<bool> superseded = find_superseded(spill.id_keys());
  const CopyGroups copies = find_copies(run, spill, superseded);
  const std::vector<Spill::Reference> order = spill.order();
  run.progress.start(Phase::kWrite, order.size());
  std::uint64_t done = 0;
  for (const Spill::Reference& reference : order) {
    run.progress.update({++done, writer.size()});
    const SpilledPosting spilled = spill.read(reference);
    if (superseded[spilled.ordinal]) {
      tell_replaced(run, spilled);
      continue;
    }
    if (!spilled.posting.place) ++run.summary.without_place;
    writer.add(spilled.posting, run.tools.documents.build(spilled.posting, guesser.guess(spilled.posting)),
               reference.cell, copies.group[spilled.ordinal]);
  }
  run.progress.finish({done, writer.size()});
  run.progress.start(Phase::kMerge, 1);
  writer.finish(copies.count);
  run.reach(BuildStep::kAfterCompaction);
  run.progress.finish({1, writer.size()});
  run.summary.indexed = writer.size();
}

void write_communities(const fs::path& file, const domain::Gazetteer& gazetteer) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << domain::format_communities_csv(gazetteer.communities());
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), file.string());
}

index::Manifest manifest_of(const Tools& tools, const BaseWriter& writer, base::Instant now) {
  return {.format_version = index::kFormatVersion,
          .analyzer_version = text::kAnalyzerVersion,
          .lexicon = tools.language.fingerprint(),
          .built_at = now,
          .postings = writer.size(),
          .average_length = writer.average_length(),
          .files = {}};
}

void seal_and_publish(const Run& run, const std::string& generation, index::Manifest manifest) {
  const fs::path out = run.options.out;
  const fs::path dir = out / generation;
  index::seal(dir, std::move(manifest));
  run.reach(BuildStep::kAfterManifest);
  if (const auto damaged = index::first_damaged_file(dir, index::read_manifest(dir))) {
    throw std::runtime_error(fmt::format("{}：写下的与读回的不一致，磁盘可能有问题", (dir / *damaged).string()));
  }
  index::publish(out, generation, [&run](index::PublishStep step) {
    run.reach(step == index::PublishStep::kBeforeRename ? BuildStep::kBeforeRename : BuildStep::kAfterRename);
  });
}

}  // namespace

Summary build_index(const BuildOptions& options, const base::Clock& clock, Progress& progress, std::ostream& problems) {
  const auto started = std::chrono::steady_clock::now();
  require_readable(options.inputs);
  require_writable(options.report);
  Report report(problems);
  const Tools tools(read_communities(options.communities, report));
  const index::FileLock lock = index::lock_for_writing(options.out);
  index::remove_old_generations(options.out);
  const base::Instant now = clock.now();
  const std::string generation = index::new_generation_name(options.out, now);
  const fs::path dir = fs::path(options.out) / generation;
  fs::create_directories(dir);

  Summary summary;
  const Run run{options, tools, report, progress, summary};
  {
    Spill spill(dir);
    JobGuesser guesser(tools.language);
    FirstPass pass(run, spill, guesser, now);
    read_inputs(run, pass);
    BaseWriter writer(dir / index::kBaseFolder, dir / "building", [&run] { run.reach(BuildStep::kAfterShard); });
    write_base(run, spill, guesser, writer);
    write_communities(dir / index::kCommunitiesFile, tools.gazetteer);
    if (summary.indexed > 0) summary.generation = generation;
    // The spill must be gone before the files are counted.
    const index::Manifest manifest = manifest_of(tools, writer, now);
    spill.remove();
    if (summary.indexed > 0) seal_and_publish(run, generation, manifest);
  }
  // The generation before stays until the next build: should this one be damaged on disk, there is one to go back to.
  if (summary.indexed == 0) fs::remove_all(dir);
  summary.refusals = report.kinds(base::Issue::Severity::kError);
  summary.flags = report.kinds(base::Issue::Severity::kFlag);
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  summary.exit_code = exit_code_for(summary);
  return summary;
}

}  // namespace doorstep::indexer
