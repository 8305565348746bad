package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

/** Which file is the video of an id. */
class ExtractedIdsTest extends ExtractionTestCase {

  @Test
  void usesFirstReadableFileOfSameId() throws IOException {
    Files.writeString(videos.resolve("one.avi"), "no video");
    clip("one.mkv", 0xff0000);
    clip("one.mp4", 0x00ff00);
    clip("two/one.mkv", 0x0000ff);

    ExtractionReport first = extract(1);
    assertEquals(2, finished.size());
    ExtractionReport second = extract(1);

    assertEquals(2, first.extracted());
    assertEquals(2, second.skipped());
    assertEquals(first.failures(), second.failures());
    assertEquals(2, first.failures().size());
    assertTrue(
        first.failures().get(0).message().startsWith(videos.resolve("one.avi") + ": cannot"));
    assertEquals(
        videos.resolve("one.mp4")
            + ": found the id \"one\", expected a unique id: "
            + videos.resolve("one.mkv")
            + " has the same path without extension; rename one of them",
        first.failures().get(1).message());
    assertColour("one", 1, 0, 0);
    assertColour("two/one", 0, 0, 1);
  }

  @Test
  void fileWithFeaturesStaysTheVideoOfItsId() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    clip("one.avi", 0x00ff00);
    ExtractionReport report = extract(1);
    assertEquals(1, report.skipped());
    assertEquals(videos.resolve("one.avi"), report.failures().get(0).file());
    assertColour("one", 1, 0, 0);
  }

  @Test
  void previewAsGifIsNotTheVideo() throws IOException {
    clip("one.mkv", 0xff0000);
    Files.copy(videos.resolve("one.mkv"), videos.resolve("one.GIF"));
    ExtractionReport report = extract(1);
    assertEquals(1, report.extracted());
    assertEquals(videos.resolve("one.GIF"), report.failures().get(0).file());
  }

  @Test
  void filesOfTheSameNameInTwoFoldersAreTwoVideos() throws IOException {
    clip("cat/000.mkv", 0xff0000);
    clip("dog/000.mkv", 0x0000ff);
    assertEquals(report(2, 0), extract(2));
    assertColour("cat/000", 1, 0, 0);
    assertColour("dog/000", 0, 0, 1);
    assertTrue(Files.exists(out.resolve("c/a/t/cat%2F000.h5")));
    assertEquals(report(0, 2), extract(1));
  }

  @Test
  void neverTakesFeaturesOfAVideoInAnotherFolder() throws IOException {
    clip("cat/000.mkv", 0xff0000);
    clip("dog/000.mkv", 0x0000ff);
    Path cat = videos.resolve("cat");
    Path dog = videos.resolve("dog");
    Files.setLastModifiedTime(
        cat.resolve("000.mkv"), Files.getLastModifiedTime(dog.resolve("000.mkv")));
    videos = cat;
    assertEquals(report(1, 0), extract(1));
    videos = dog;
    assertEquals(
        List.of(
            dog.resolve("000.mkv")
                + ": found features of "
                + cat.resolve("000.mkv")
                + ", which has the same id \"000\", expected those of this file; use another output"
                + " folder, or extract a folder that contains both"),
        messages(extract(1)));
    assertColour("000", 1, 0, 0);
  }

  @Test
  void copyOfAFolderHasTheSameFeatures() throws IOException {
    clip("one.mkv", 0xff0000);
    extract(1);
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(
        videos.resolve("one.mkv"), copy.resolve("one.mkv"), StandardCopyOption.COPY_ATTRIBUTES);
    videos = copy;
    assertEquals(report(0, 1), extract(1));
    Files.delete(folder.resolve("videos/one.mkv"));
    assertEquals(report(0, 1), extract(1));
  }

  @Test
  void anyNameIsAnId() throws IOException {
    List<String> names = UnusualNames.ALL;
    for (String name : names) {
      clip(name + ".mkv", 0xff0000);
    }
    assertEquals(report(names.size(), 0), extract(2));
    assertEquals(report(0, names.size()), extract(2));
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.copyOf(names), source.ids());
    }
  }

  @Test
  void namesThatAreNotUtf8AreDifferentIds() throws IOException {
    clip("one.mkv", 0xff0000);
    for (String name : List.of("l%E4uft.mkv", "l%F6uft.mkv")) {
      Files.copy(videos.resolve("one.mkv"), Path.of(URI.create(videos.toUri().toString() + name)));
    }
    assertEquals(report(3, 0), extract(1));
    assertEquals(report(0, 3), extract(1));
    try (FeatureSource source = FeatureSources.open(out)) {
      assertEquals(ImmutableSortedSet.of("l%E4uft", "l%F6uft", "one"), source.ids());
    }
  }
}
