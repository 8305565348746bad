package org.mmt4j.extract.onnx;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.util.List;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.audio.LogMelExamples;
import org.mmt4j.extract.audio.LogMelStream;
import org.mmt4j.extract.image.ClipStream;

/** Feeds a network with the preprocessed moments of one video, in order of time. */
interface Moments {

  /** Requests what the preprocessing reads of a video. */
  static Moments of(Preprocessing preprocessing, MediaRequests requests, NetworkBatch network) {
    if (preprocessing instanceof Preprocessing.Frames frames) {
      return ofFrames(frames, requests, network);
    }
    if (preprocessing instanceof Preprocessing.Clips clips) {
      return ofClips(clips, requests, network);
    }
    return ofAudio((Preprocessing.AudioExamples) preprocessing, requests, network);
  }

  /** Says that the video has ended: feeds the last moment if it was incomplete. */
  void end() throws IOException;

  private static Moments ofFrames(
      Preprocessing.Frames settings, MediaRequests requests, NetworkBatch network) {
    var size = settings.image().resize();
    List<Long> shape = List.of(3L, (long) size.height(), (long) size.width());
    requests.frames(
        FrameSampling.every(settings.seconds()),
        new FrameSize.Original(),
        frame -> network.add(frame, shown -> new OnnxArray(settings.image().apply(shown), shape)));
    return () -> {};
  }

  private static Moments ofClips(
      Preprocessing.Clips settings, MediaRequests requests, NetworkBatch network) {
    var size = settings.image().resize();
    List<Long> shape =
        List.of(3L, (long) settings.length(), (long) size.height(), (long) size.width());
    int[] next = new int[1];
    ClipStream clips =
        new ClipStream(
            settings.image(),
            settings.length(),
            settings.stride(),
            clip -> {
              double middle = (double) next[0]++ * settings.stride() + settings.length() / 2.0;
              network.add(middle / settings.framesPerSecond(), new OnnxArray(clip, shape));
            });
    requests.frames(
        FrameSampling.every(1 / settings.framesPerSecond()), new FrameSize.Original(), clips);
    return clips::end;
  }

  private static Moments ofAudio(
      Preprocessing.AudioExamples settings, MediaRequests requests, NetworkBatch network) {
    int bands = settings.logMel().bank().bands();
    List<Long> shape = List.of(1L, (long) settings.windows(), (long) bands);
    int[] next = new int[1];
    LogMelStream.request(
        settings.logMel(),
        requests,
        new LogMelExamples(
            settings.windows(),
            example -> {
              double middle =
                  (next[0]++ + 0.5) * settings.windows() * settings.logMel().hopSeconds();
              network.add(middle, new OnnxArray(Floats.concat(example), shape));
            }));
    return () -> {};
  }
}
