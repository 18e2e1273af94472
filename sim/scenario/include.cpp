#include "sim/scenario/include.hpp"

#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source_file.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIncludes = 100;

/// An object of which one key is chosen ({"exponential": …} or {"lognormal": …}) is a value, not a group of settings:
/// merged, it would hold both keys.
bool is_choice(const Node& schema) { return schema.find("maxProperties") || schema.find("oneOf"); }

void merge_as(Node& base, Node over, const Node* schema) {
  if (schema) schema = &resolve_reference(*schema);
  if (!base.is_object() || !over.is_object() || (schema && is_choice(*schema))) {
    base = std::move(over);
    return;
  }
  base.place = over.place;
  const Node* properties = schema ? schema->find("properties") : nullptr;
  for (std::size_t i = 0; i < over.keys.size(); ++i) {
    if (Node* there = base.find(over.keys[i]))
      merge_as(*there, std::move(over.items[i]), properties ? properties->find(over.keys[i]) : nullptr);
    else
      base.put(over.keys[i], std::move(over.items[i]));
  }
}

/// One identity for a file however it is spelt, where it can be had.
std::string identity(const std::string& path) {
  std::error_code ignored;
  const fs::path canonical = fs::weakly_canonical(path, ignored);
  return canonical.empty() ? path : canonical.string();
}

class Loader {
 public:
  explicit Loader(Faults& faults) : faults_(faults) {}

  std::optional<Node> load(const std::string& file, const std::optional<Reference>& asked_by) {
    const std::string self = identity(file);
    if (std::ranges::find(open_, self) != open_.end()) {
      faults_.add("E511", asked_by->place, asked_by->pointer, fmt::format("{} includes itself", file),
                  fmt::format("{} -> {}", fmt::join(shown_, " -> "), file));
      return std::nullopt;
    }
    if (++loaded_ > kMaxIncludes) {
      if (loaded_ == kMaxIncludes + 1)
        faults_.add("E512", asked_by->place, asked_by->pointer, fmt::format("more than {} files", kMaxIncludes));
      return std::nullopt;
    }
    const auto text = read_source(file, asked_by, faults_);
    if (!text) return std::nullopt;
    auto document = parse_json(*text, faults_.add_source(file), faults_);
    if (!document) return std::nullopt;
    open_.push_back(self);
    shown_.push_back(file);
    auto merged = with_includes(std::move(*document), file);
    open_.pop_back();
    shown_.pop_back();
    return merged;
  }

 private:
  Faults& faults_;
  std::vector<std::string> open_;   ///< identities of the files being read
  std::vector<std::string> shown_;  ///< the same, as they were named
  std::size_t loaded_ = 0;

  std::optional<Node> with_includes(Node document, const std::string& file) {
    Node* include = document.find("include");
    if (!include) return document;
    const Node list = std::move(*include);
    document.erase("include");
    Node base;
    base.kind = Node::Kind::object;
    base.place = document.place;
    bool complete = true;
    const auto add = [&](const Node& item, const std::string& pointer) {
      if (!item.is_text()) {
        faults_.add("E204", item.place, pointer, fmt::format("{} where a path is needed", kind_name(item.kind)));
        complete = false;
        return;
      }
      auto part = load(relative_to(file, item.text), Reference{item.place, pointer});
      complete = complete && part.has_value();
      if (part) merge(base, std::move(*part));
    };
    if (list.is_array())
      for (std::size_t i = 0; i < list.items.size(); ++i) add(list.items[i], child_pointer("/include", i));
    else
      add(list, "/include");
    if (!complete) return std::nullopt;
    merge(base, std::move(document));
    return base;
  }
};

}  // namespace

std::string relative_to(const std::string& file, const std::string& path) {
  const fs::path target(path);
  if (target.is_absolute()) return path;
  return (fs::path(file).parent_path() / target).lexically_normal().string();
}

std::optional<Node> load_with_includes(const std::string& file, Faults& faults) {
  return Loader(faults).load(file, std::nullopt);
}

void merge(Node& base, Node over) { merge_as(base, std::move(over), &scenario_schema_tree()); }

}  // namespace bicoastal
