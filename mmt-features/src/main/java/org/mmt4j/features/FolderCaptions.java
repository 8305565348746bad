package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The captions of a {@link FolderDataset}: those of the caption file in the folder, or, if there is
 * none, those that are stored with the features.
 *
 * @param file the caption file, or the folder of the features
 * @param readingNotes how the caption file was read
 * @param partners which features belong to which captions
 * @param ofVideos the captions of a video with features
 */
record FolderCaptions(
    Path file,
    ImmutableList<String> readingNotes,
    CaptionPartners partners,
    VideoReader.Captions ofVideos) {

  /**
   * Reads the caption file, or finds the videos with stored captions.
   *
   * @throws FeatureFileException if there are no captions, a file is invalid, or no video has both
   *     features and captions
   */
  static FolderCaptions of(Path folder, FeatureSource source, Optional<CaptionColumns> columns)
      throws IOException {
    FolderCaptions found =
        CaptionFile.exists(folder) ? ofFile(folder, source, columns) : stored(folder, source);
    found.requireVideos(source);
    return found;
  }

  private static FolderCaptions ofFile(
      Path folder, FeatureSource source, Optional<CaptionColumns> columns)
      throws FeatureFileException {
    CaptionFile file = CaptionFile.read(CaptionFile.find(folder), columns);
    CaptionPartners partners = CaptionPartners.of(file.captions().keySet(), source.ids());
    return new FolderCaptions(
        file.file(), file.notes(), partners, CaptionsOfFile.of(file, partners));
  }

  private static FolderCaptions stored(Path folder, FeatureSource source) throws IOException {
    Set<String> captioned = new LinkedHashSet<>();
    for (String id : source.ids()) {
      if (!source.read(id, ImmutableList.of()).captions().isEmpty()) {
        captioned.add(id);
      }
    }
    if (captioned.isEmpty()) {
      CaptionFile.find(folder);
    }
    return new FolderCaptions(
        folder.resolve("features"),
        ImmutableList.of(),
        CaptionPartners.of(captioned, source.ids()),
        (id, stored) -> stored);
  }

  /** The captions of the caption file, whatever is stored with the features. */
  private record CaptionsOfFile(
      ImmutableListMultimap<String, Caption> captions, ImmutableMap<String, String> captionIds)
      implements VideoReader.Captions {

    static CaptionsOfFile of(CaptionFile file, CaptionPartners partners) {
      return new CaptionsOfFile(
          file.captions(),
          partners.featuresOf().entrySet().stream()
              .collect(ImmutableMap.toImmutableMap(Map.Entry::getValue, Map.Entry::getKey)));
    }

    @Override
    public SortedMap<Integer, Caption> of(String id, SortedMap<Integer, Caption> stored) {
      return byNumber(captions.get(captionIds.getOrDefault(id, id)));
    }

    @Override
    public boolean readsStored() {
      return false;
    }

    private static SortedMap<Integer, Caption> byNumber(List<Caption> captions) {
      ImmutableSortedMap.Builder<Integer, Caption> byNumber = ImmutableSortedMap.naturalOrder();
      for (int number = 0; number < captions.size(); number++) {
        byNumber.put(number, captions.get(number));
      }
      return byNumber.buildOrThrow();
    }
  }

  private void requireVideos(FeatureSource source) throws IOException {
    if (partners.featuresOf().isEmpty()) {
      throw new FeatureFileException(
          file,
          "found no video with captions and features, expected at least one: "
              + String.join("; ", partners.losses())
              + exchanged(source));
    }
  }

  /** Returns advice if the names of experts are ids of videos, or the features cannot be read. */
  private String exchanged(FeatureSource source) throws IOException {
    for (String id : source.ids()) {
      try {
        List<String> videos =
            source.dimensions(id).keySet().stream()
                .filter(partners.withoutFeatures()::contains)
                .toList();
        return videos.isEmpty()
            ? ""
            : "; found "
                + videos.get(0)
                + " as the name of an expert of "
                + id
                + ", expected names of videos where names of experts are: save the features in a"
                + " layout that the documentation of file formats describes";
      } catch (FeatureFileException e) {
        return "; the first features: " + e.getMessage();
      }
    }
    return "";
  }

  /** Returns the ids of the videos with captions and features, in the order of the captions. */
  ImmutableList<String> ids() {
    return partners.featuresOf().values().asList();
  }

  /** Returns the id of the features for an id of the captions or of the features. */
  String featuresOf(String id) {
    return partners.featuresOf().getOrDefault(id, id);
  }

  /** Returns how the captions were read, with the name of the file. */
  ImmutableList<String> notes() {
    return withFile(
        ImmutableList.<String>builder().addAll(readingNotes).addAll(partners.notes()).build());
  }

  /** Returns which captions and features have no partner, with the name of the file. */
  ImmutableList<String> problems() {
    return withFile(partners.losses());
  }

  private ImmutableList<String> withFile(List<String> sentences) {
    return sentences.stream()
        .map(sentence -> file + ": " + sentence)
        .collect(ImmutableList.toImmutableList());
  }
}
