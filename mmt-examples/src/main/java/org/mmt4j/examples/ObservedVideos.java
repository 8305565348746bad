package org.mmt4j.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.extract.Observation;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.train.report.ObservationsPage;

/** What experts observed in videos, and the page that shows it. */
final class ObservedVideos {

  /** Pages with more film strips are too large for a browser. */
  private static final int MAX_VIDEOS = 200;

  private record Observed(Path file, SortedMap<String, List<Observation>> observations) {}

  private final SortedMap<String, Observed> videos = new TreeMap<>();

  /** Adds a video; others than the first {@value #MAX_VIDEOS} are skipped. */
  void add(String id, Path file, SortedMap<String, List<Observation>> observations) {
    if (videos.size() < MAX_VIDEOS) {
      videos.put(id, new Observed(file, observations));
    }
  }

  /** Writes the page. */
  void write(Path page) throws IOException {
    List<ObservationsPage.Observed> shown = new ArrayList<>();
    for (String id : videos.keySet()) {
      shown.add(shown(id, videos.get(id)));
    }
    String count = shown.size() + " videos";
    new ObservationsPage("What the experts observed", List.of(count), shown).write(page);
  }

  private static ObservationsPage.Observed shown(String id, Observed video) throws IOException {
    double seconds = FfmpegVideo.open(id, video.file()).duration();
    List<ObservationsPage.Track> tracks = new ArrayList<>();
    for (String expert : video.observations().keySet()) {
      List<ObservationsPage.Mark> marks =
          video.observations().get(expert).stream()
              .map(said -> new ObservationsPage.Mark(said.second(), said.text()))
              .toList();
      tracks.add(new ObservationsPage.Track(expert, marks));
    }
    List<BufferedImage> frames = FilmStrips.of(id, video.file(), 0, Double.POSITIVE_INFINITY);
    return new ObservationsPage.Observed(id, seconds, frames, tracks);
  }
}
