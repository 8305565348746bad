package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which features belong to which captions, by their ids:
 *
 * <ol>
 *   <li>features with the same id;
 *   <li>of the remaining ids, those that are the same without the ending of a video file ({@code
 *       clip.mp4} and {@code clip}), if no third id is.
 * </ol>
 *
 * <p>Other spellings, such as {@code Clip} or {@code videos/clip}, are not the same video; they are
 * only reported.
 *
 * @param featuresOf ids of features by ids of captions, in the order of the captions
 * @param withoutFeatures ids of captions without features, in order
 * @param withoutCaptions ids of features without captions, in order
 */
record CaptionPartners(
    ImmutableMap<String, String> featuresOf,
    ImmutableList<String> withoutFeatures,
    ImmutableList<String> withoutCaptions) {

  private static final int MAX_EXAMPLES = 3;

  private static final Pattern ENDING =
      Pattern.compile(
          "\\.(mp4|m4v|mkv|webm|avi|divx|mov|qt|mpe?g|mp2|vob|m2?ts|m2t|wmv|asf|flv|f4v|3gp|3g2"
              + "|ogv|ogg|gif|h5|npy|npz)$",
          Pattern.CASE_INSENSITIVE);

  /** Finds the partners of ids without duplicates. */
  static CaptionPartners of(Collection<String> captions, Set<String> features) {
    Map<String, String> featuresOf = new LinkedHashMap<>();
    captions.stream().filter(features::contains).forEach(id -> featuresOf.put(id, id));
    Map<String, List<String>> captionsByName =
        grouped(without(captions, featuresOf.keySet()), CaptionPartners::withoutEnding);
    Map<String, List<String>> featuresByName =
        grouped(without(features, featuresOf.keySet()), CaptionPartners::withoutEnding);
    captionsByName.forEach(
        (name, ids) -> {
          List<String> partners = featuresByName.getOrDefault(name, List.of());
          if (ids.size() == 1 && partners.size() == 1) {
            featuresOf.put(ids.get(0), partners.get(0));
          }
        });
    ImmutableMap.Builder<String, String> inOrder = ImmutableMap.builder();
    captions.stream()
        .filter(featuresOf::containsKey)
        .forEach(id -> inOrder.put(id, featuresOf.getOrDefault(id, id)));
    return new CaptionPartners(
        inOrder.buildOrThrow(),
        without(captions, featuresOf.keySet()),
        without(features, Set.copyOf(featuresOf.values())));
  }

  /** Returns how many ids have partners only without their endings, with an example. */
  ImmutableList<String> notes() {
    List<Map.Entry<String, String>> renamed =
        featuresOf.entrySet().stream().filter(e -> !e.getKey().equals(e.getValue())).toList();
    return renamed.isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of(
            "the ids of %d of %d videos differ from those of their features in the ending, such as %s and %s"
                .formatted(
                    renamed.size(),
                    featuresOf.size(),
                    renamed.get(0).getKey(),
                    renamed.get(0).getValue()));
  }

  /** Returns how many ids have no partner, with examples of their spellings; empty if all have. */
  ImmutableList<String> losses() {
    ImmutableList.Builder<String> losses = ImmutableList.builder();
    int captions = featuresOf.size() + withoutFeatures.size();
    int features = featuresOf.size() + withoutCaptions.size();
    if (!withoutFeatures.isEmpty()) {
      losses.add(
          "%d of %d videos with captions have no features, such as %s"
              .formatted(withoutFeatures.size(), captions, examples(withoutFeatures)));
    }
    if (!withoutCaptions.isEmpty()) {
      losses.add(
          "%d of %d videos with features have no captions, such as %s"
              .formatted(withoutCaptions.size(), features, examples(withoutCaptions)));
    }
    losses.addAll(similar());
    return losses.build();
  }

  private static String examples(List<String> ids) {
    return String.join(", ", ids.subList(0, Math.min(ids.size(), MAX_EXAMPLES)));
  }

  private ImmutableList<String> similar() {
    Map<String, List<String>> features = grouped(withoutCaptions, CaptionPartners::rough);
    List<String> similar =
        withoutFeatures.stream().filter(id -> features.containsKey(rough(id))).toList();
    if (similar.isEmpty()) {
      return ImmutableList.of();
    }
    String caption = similar.get(0);
    String feature = features.getOrDefault(rough(caption), List.of()).get(0);
    return ImmutableList.of(
        "%d of them are spelled differently, such as %s (captions) and %s (features), which differ in %s; expected the same id"
            .formatted(similar.size(), caption, feature, difference(caption, feature)));
  }

  private static String difference(String caption, String feature) {
    if (caption.equalsIgnoreCase(feature)) {
      return "upper and lower case";
    }
    if (normalized(caption).equals(normalized(feature))) {
      return "Unicode normalization";
    }
    return lastName(caption).equals(lastName(feature)) ? "their folder" : "ending, folder or case";
  }

  private static String withoutEnding(String id) {
    return ENDING.matcher(id).replaceFirst("");
  }

  /** Returns what different spellings of an id have in common. */
  private static String rough(String id) {
    return withoutEnding(normalized(lastName(id.strip()))).toLowerCase(Locale.ROOT);
  }

  private static String lastName(String id) {
    return id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1);
  }

  private static String normalized(String id) {
    return Normalizer.normalize(id, Normalizer.Form.NFC);
  }

  private static Map<String, List<String>> grouped(
      Collection<String> ids, UnaryOperator<String> key) {
    return ids.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private static ImmutableList<String> without(Collection<String> ids, Set<String> excluded) {
    return ids.stream()
        .filter(id -> !excluded.contains(id))
        .collect(ImmutableList.toImmutableList());
  }
}
