package org.mmt4j.examples;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.TimeWindows;
import org.mmt4j.search.LibraryEntry;
import org.mmt4j.search.Metadata;
import org.mmt4j.search.VideoLibrary;

/**
 * Makes a library have the embeddings of some windows of videos, and no others. Embeds those whose
 * features are new or have changed: an entry has a tag with a hash of its features.
 */
final class LibraryUpdate {

  private static final String TAG = "features ";
  private static final int BATCH = 128;

  private final VideoLibrary library;
  private final MmtModel model;

  private LibraryUpdate(VideoLibrary library, MmtModel model) {
    this.library = library;
    this.model = model;
  }

  static LibraryUpdate of(VideoLibrary library, MmtModel model) {
    return new LibraryUpdate(library, model);
  }

  /** Updates the library and commits. Returns the number of windows that were embedded. */
  int run(Collection<TimeWindows.Window> windows) throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    windows.forEach(window -> tags.put(window.features().id(), tag(window.features())));
    library.remove(Sets.difference(library.ids(), tags.keySet()));
    for (LibraryEntry entry : library.entries(List.copyOf(tags.keySet()))) {
      if (entry.metadata().tags().contains(tags.get(entry.id()))) {
        tags.remove(entry.id());
      }
    }
    List<TimeWindows.Window> changed =
        windows.stream().filter(window -> tags.containsKey(window.features().id())).toList();
    for (List<TimeWindows.Window> batch : Iterables.partition(changed, BATCH)) {
      put(batch, tags);
    }
    library.commit();
    return changed.size();
  }

  private void put(List<TimeWindows.Window> windows, Map<String, String> tags) throws IOException {
    List<VideoEmbedding> embeddings =
        model.embedVideos(windows.stream().map(TimeWindows.Window::features).toList());
    List<LibraryEntry> entries = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      TimeWindows.Window window = windows.get(i);
      String tag = requireNonNull(tags.get(window.features().id()));
      Metadata metadata = Metadata.builder().tag(tag).build();
      entries.add(
          LibraryEntry.ofWindow(embeddings.get(i), window.video(), window.start(), window.end())
              .with(metadata));
    }
    library.put(entries);
  }

  private static String tag(VideoFeatures video) {
    Hasher hasher = Hashing.sha256().newHasher();
    video
        .experts()
        .forEach(
            (name, features) -> {
              hasher.putString(name, StandardCharsets.UTF_8).putChar('\n');
              add(features, hasher);
            });
    return TAG + hasher.hash();
  }

  private static void add(ExpertFeatures features, Hasher hasher) {
    for (int i = 0; i < features.count(); i++) {
      hasher.putDouble(features.time(i));
      for (float value : features.feature(i)) {
        hasher.putFloat(value);
      }
    }
  }
}
