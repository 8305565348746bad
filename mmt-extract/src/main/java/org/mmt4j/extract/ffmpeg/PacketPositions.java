package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The bytes of a file at which packets start: of each stream, and of each run of packets of one
 * stream without packets of others of its kind.
 */
final class PacketPositions {

  /** Runs of fewer packets on average are those of streams side by side. */
  private static final int MIN_PACKETS_OF_RUN = 10;

  private final Map<Integer, Range<Long>> streams = new HashMap<>();
  private final Map<Integer, Runs> runsOfKinds = new HashMap<>();

  /** Records a packet; FFmpeg states -1 if it does not know the position. */
  void add(AVStream stream, long position) {
    if (position >= 0) {
      streams.merge(stream.index(), Range.singleton(position), Range::span);
      runsOfKinds
          .computeIfAbsent(stream.codecpar().codec_type(), kind -> new Runs())
          .add(stream.index(), position);
    }
  }

  /** Returns whether all packets of a stream come after those of another one. */
  boolean isAfter(int later, int earlier) {
    return streams.containsKey(later)
        && streams.containsKey(earlier)
        && streams.get(later).lowerEndpoint() > streams.get(earlier).upperEndpoint();
  }

  /**
   * Returns the parts of the file between which no stream goes on: all runs of a part end before
   * those of the next one start. A part starts behind the start of the last packet of the part
   * before, as what precedes its own first packet describes its streams.
   */
  ImmutableList<FilePart> parts() {
    ImmutableList.Builder<FilePart> parts = ImmutableList.builder();
    long from = 0;
    long last = Long.MAX_VALUE;
    for (Range<Long> run : orderedRuns()) {
      if (run.lowerEndpoint() > last) {
        parts.add(new FilePart(from, run.lowerEndpoint()));
        from = last + 1;
        last = run.upperEndpoint();
      }
      last = last == Long.MAX_VALUE ? run.upperEndpoint() : Math.max(last, run.upperEndpoint());
    }
    return parts.add(new FilePart(from, Long.MAX_VALUE)).build();
  }

  private List<Range<Long>> orderedRuns() {
    return runsOfKinds.values().stream()
        .flatMap(kind -> kind.ranges().stream())
        .sorted(Comparator.comparing(Range::lowerEndpoint))
        .toList();
  }

  /** The runs of streams of one kind. */
  private static final class Runs {

    private record Run(int stream, Range<Long> positions) {}

    /** More are not needed, as more than the maximum number of parts. */
    private static final int MAX_RUNS = 2 * JoinedFiles.MAX_PARTS;

    private final List<Run> runs = new ArrayList<>();
    private long packets;

    void add(int stream, long position) {
      packets++;
      int latest = latest(stream);
      boolean isLate =
          latest >= 0 && position < runs.get(runs.size() - 1).positions.lowerEndpoint();
      if (isLate || (latest >= 0 && latest == runs.size() - 1)) {
        Range<Long> positions = runs.get(latest).positions.span(Range.singleton(position));
        runs.set(latest, new Run(stream, positions));
      } else if (runs.size() < MAX_RUNS) {
        runs.add(new Run(stream, Range.singleton(position)));
      }
    }

    /** Returns the index of the latest run of a stream; -1 if there is none. */
    private int latest(int stream) {
      int index = runs.size() - 1;
      while (index >= 0 && runs.get(index).stream != stream) {
        index--;
      }
      return index;
    }

    /** Returns the positions of the runs; of all packets if the streams are side by side. */
    List<Range<Long>> ranges() {
      List<Range<Long>> ranges = runs.stream().map(Run::positions).toList();
      boolean areSideBySide = packets < (long) MIN_PACKETS_OF_RUN * runs.size();
      return areSideBySide ? List.of(ranges.stream().reduce(Range::span).orElseThrow()) : ranges;
    }
  }
}
