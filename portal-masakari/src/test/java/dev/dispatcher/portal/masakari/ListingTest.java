/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters, order and pages. */
class ListingTest {

    private static List<Object> ids(Api api, String... query) throws Exception {
        FakeRequest request = FakeRequest.get("/v1/notifications");
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        List<Object> ids = new ArrayList<>();
        for (Map<String, Object> each : api.notifications(api.call(request))) {
            ids.add(each.get("id"));
        }
        return ids;
    }

    @EachDatabase
    void filtersSortsAndPages(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database, Api.options(MasakariOptions.Unknown.LEARN))) {
            api.post(Api.recorded("host-create-req"));
            api.post(Api.recorded("process-create-req"));
            api.post(Api.recorded("vm-create-req").replace("10:15:30", "11:15:30"));
            api.post(Api.recorded("vm-create-req").replace("10:15:30", "12:15:30"));
            assertThat(ids(api)).containsExactly(4L, 3L, 2L, 1L);
            assertThat(ids(api, "type", "PROCESS", "type", "VM")).containsExactly(4L, 3L);
            assertThat(ids(api, "type", "DISK")).isEmpty();
            assertThat(ids(api, "source_host_uuid", Api.NODE1)).containsExactly(2L, 1L);
            assertThat(ids(api, "generated-since", "2026-02-03T13:15:30+01:00")).containsExactly(4L);
            assertThat(ids(api, "generated_since", "2026-02-03T11:00")).containsExactly(4L, 3L);
            assertThat(ids(api, "sort_dir", "asc")).containsExactly(1L, 2L, 3L, 4L);
            assertThat(ids(
                            api,
                            "sort_key",
                            "type",
                            "sort_key",
                            "generated_time",
                            "sort_dir",
                            "desc",
                            "sort_dir",
                            "asc"))
                    .containsExactly(3L, 4L, 2L, 1L);
            assertThat(ids(api, "limit", "0")).isEmpty();
            assertThat(ids(api, "limit", "2", "marker", "4")).containsExactly(3L, 2L);
            assertThat(ids(api, "sort_key", "type", "sort_dir", "asc", "marker", "1"))
                    .containsExactly(2L, 3L, 4L);
            assertThat(ids(api, "marker", "1")).isEmpty();
        }
    }
}
