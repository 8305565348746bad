/**
 * A small world of its own: short clips with pictures and sound, captions for them, and five
 * experts that watch, listen and read. Everything follows from one seed.
 *
 * <p>How data flows: {@code ScriptWriter} invents what happens ({@code Script}); {@code Painter}
 * and {@code Synthesizer} render it; the experts describe pixels, samples and words second by
 * second; {@code CaptionWriter} tells it in words; {@code World} puts clips together.
 */
@NullMarked
package org.mmt4j.examples.world;

import org.jspecify.annotations.NullMarked;
