/** Evaluation of text-to-video and video-to-text retrieval (paper, section 4.1). */
@NullMarked
package org.mmt4j.train.evaluation;

import org.jspecify.annotations.NullMarked;
