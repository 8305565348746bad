/** How well a model finds videos by text and text by video (paper, section 4.1). */
@NullMarked
package org.mmt4j.train.evaluation;

import org.jspecify.annotations.NullMarked;
