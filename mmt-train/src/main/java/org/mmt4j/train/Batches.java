package org.mmt4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.VideoFeatures;

/**
 * The batch of every step: all videos in an order drawn anew for every epoch, without the rest that
 * does not fill a batch, so that no batch holds a video twice; of each video one caption at random,
 * or several. Videos of a group, neighbours in the data, stay neighbours. What a step gets depends
 * on the seed and the step only.
 */
final class Batches {

  /** Videos and as many captions of each, those of a video side by side. */
  record Batch(List<VideoFeatures> videos, List<String> captions) {}

  private final List<CaptionedVideo> data;
  private final int size;
  private final int group;
  private final int captionsPerVideo;
  private final long seed;
  private int epoch = -1;
  private int[] order = {};

  /**
   * Batches of {@code size} videos, a multiple of {@code group}, of which the number of videos is a
   * multiple too; {@code captionsPerVideo} captions of each, all different where it has so many,
   * else some again.
   */
  Batches(List<CaptionedVideo> data, int size, int group, int captionsPerVideo, long seed) {
    this.data = data;
    this.size = size;
    this.group = group;
    this.captionsPerVideo = captionsPerVideo;
    this.seed = seed;
  }

  Batch get(int step) {
    int perEpoch = data.size() / size;
    if (step / perEpoch != epoch) {
      epoch = step / perEpoch;
      order = shuffled(epoch);
    }
    SplittableRandom random = Seeds.of(seed, Seeds.Use.CAPTIONS, step);
    List<VideoFeatures> videos = new ArrayList<>(size);
    List<String> captions = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      CaptionedVideo pair = data.get(order[step % perEpoch * size + i]);
      videos.add(pair.video());
      captions.addAll(captions(pair.captions(), random));
    }
    return new Batch(videos, captions);
  }

  private List<String> captions(List<String> all, SplittableRandom random) {
    List<String> left = new ArrayList<>();
    List<String> drawn = new ArrayList<>(captionsPerVideo);
    while (drawn.size() < captionsPerVideo) {
      if (left.isEmpty()) {
        left.addAll(all);
      }
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }

  private int[] shuffled(int epoch) {
    SplittableRandom random = Seeds.of(seed, Seeds.Use.ORDER, epoch);
    int[] groups = new int[data.size() / group];
    for (int i = 0; i < groups.length; i++) {
      int other = random.nextInt(i + 1);
      groups[i] = groups[other];
      groups[other] = i;
    }
    return IntStream.range(0, data.size())
        .map(i -> groups[i / group] * group + i % group)
        .toArray();
  }
}
