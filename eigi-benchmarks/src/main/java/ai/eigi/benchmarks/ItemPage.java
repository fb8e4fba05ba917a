package ai.eigi.benchmarks;

import java.util.List;

/**
 * A page as a user of a bare client would have it decoded.
 *
 * @param <T> the type of item
 */
interface ItemPage<T> {

	List<T> items();

	int number();

	boolean hasNext();

}
