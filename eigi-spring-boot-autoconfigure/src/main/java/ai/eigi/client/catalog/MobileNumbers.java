package ai.eigi.client.catalog;

import java.util.List;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The telephone numbers of the account.
 *
 * @param userId user that the key belongs to
 * @param numbers the numbers, possibly none
 * @since 0.1.0
 */
public record MobileNumbers(@Nullable String userId, List<MobileNumber> numbers) {

	public MobileNumbers {
		numbers = List.copyOf(numbers);
	}

	static MobileNumbers from(WireObject wire) {
		wire.refuseError();
		return new MobileNumbers(wire.text("user_id"),
				wire.elements(MobileNumber::from, MobileNumber::of, "purchased_mobile_numbers"));
	}

}
