/**
 * A small synthetic world: short clips with frames, sound and captions, and five experts that
 * extract features. One seed determines everything.
 *
 * <p>Data flow: {@code ScriptWriter} generates scripts ({@code Script}); {@code Painter} and {@code
 * Synthesizer} render them; the experts describe pixels, samples and words; {@code CaptionWriter}
 * writes captions; {@code World} combines them to clips.
 */
@NullMarked
package org.mmt4j.examples.world;

import org.jspecify.annotations.NullMarked;
