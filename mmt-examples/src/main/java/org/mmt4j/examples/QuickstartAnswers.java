package org.mmt4j.examples;

import com.google.common.collect.Maps;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.examples.world.Clip;
import org.mmt4j.examples.world.Film;
import org.mmt4j.examples.world.World;
import org.mmt4j.train.report.RankedExample;
import org.mmt4j.train.report.RankedVideo;

/**
 * The search results for ten captions of test clips.
 *
 * @param examples captions, each with its best clips
 */
record QuickstartAnswers(List<RankedExample> examples) {

  private static final int CAPTIONS = 10;
  private static final int FRAMES = 6;

  static QuickstartAnswers of(MmtModel model, World world) {
    List<Clip> clips = world.test();
    Map<String, Clip> byId = Maps.uniqueIndex(clips, Clip::id);
    try (VideoIndex index = VideoIndex.of(model, clips.stream().map(Clip::features).toList())) {
      return new QuickstartAnswers(
          IntStream.range(0, CAPTIONS)
              .mapToObj(i -> clips.get(i * clips.size() / CAPTIONS))
              .map(clip -> example(index, clip, byId))
              .toList());
    }
  }

  void print(PrintStream out) {
    for (RankedExample example : examples) {
      RankedVideo best = example.videos().get(0);
      out.printf(
          "\"%s\"%n  -> %s (%.3f)%s%n",
          example.caption(),
          best.id(),
          best.similarity(),
          best.correct() ? ", correct" : ", the correct clip is at rank " + example.correctRank());
    }
    out.println();
  }

  private static RankedExample example(VideoIndex index, Clip clip, Map<String, Clip> byId) {
    return RankedExample.search(index, clip.captions().get(0), clip.id())
        .withFrames(id -> filmStrip(byId, id));
  }

  private static List<BufferedImage> filmStrip(Map<String, Clip> byId, String id) {
    Clip clip = Maps.filterKeys(byId, id::equals).values().iterator().next();
    Film film = clip.footage().film();
    return IntStream.range(0, FRAMES)
        .mapToObj(i -> film.frame((i + 0.5) * clip.footage().seconds() / FRAMES))
        .toList();
  }
}
