# SPDX-License-Identifier: Apache-2.0
"""What openstacksdk does with Masakari, done with a dispatcher. Argument: its address."""
import datetime
import sys
import time
import urllib.request

import openstack
from openstack import exceptions


def connect(address, version=None):
    return openstack.connection.Connection(
        auth_type="none", endpoint=address + "/v1", instance_ha_endpoint_override=address + "/v1",
        instance_ha_default_microversion=version).instance_ha


def expect(wanted, got):
    if wanted != got:
        raise AssertionError("expected %r, not %r" % (wanted, got))


address = sys.argv[1]
for attempt in range(300):
    try:
        urllib.request.urlopen(address + "/v1/notifications").close()
        break
    except OSError:
        # it starts, or its store does
        if attempt == 299:
            raise
        time.sleep(0.2)

client = connect(address)
detailed = connect(address, "1.1")
# as masakari-monitors makes them
now = datetime.datetime(2026, 2, 3, 10, 15, 30, 250000)
host = dict(type="COMPUTE_HOST", hostname="node1", generated_time=now,
            payload={"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "NORMAL"})
process = dict(type="PROCESS", hostname="node1", generated_time=now,
               payload={"event": "STOPPED", "process_name": "nova-compute"})
machine = dict(type="VM", hostname="node2", generated_time=now,
               payload={"event": "LIFECYCLE", "instance_uuid": "6f0c1d3e-3c55-4f0a-9d5d-0f6a3c2b7e11",
                        "vir_domain_event": "STOPPED_FAILED"})
made = [client.create_notification(**dict(each, generated_time=each["generated_time"].isoformat()))
        for each in (host, process, machine)]
expect(["COMPUTE_HOST", "PROCESS", "VM"], [each.type for each in made])
expect("2b8d0a52-7f8c-4d9e-8a55-0c1f1e9d4a01", made[0].source_host_uuid)

# page by page, with the id as the marker
expect([each.id for each in reversed(made)], [each.id for each in client.notifications(limit=1)])
expect([made[1].id], [each.id for each in client.notifications(type="PROCESS")])
expect([], list(client.notifications(generated_since="2026-02-04")))

for attempt in range(150):
    shown = detailed.get_notification(made[0].notification_uuid)
    if shown.status == "finished":
        break
    time.sleep(0.1)
expect("finished", shown.status)
expect(["event-log"], [task.name for task in shown.recovery_workflow_details])

for wanted, wrong in ((409, host), (409, dict(host, hostname="node9")),
                      (400, dict(host, payload={"event": "stopped"}))):
    try:
        client.create_notification(**dict(wrong, generated_time=wrong["generated_time"].isoformat()))
    except exceptions.HttpException as refused:
        expect(wanted, refused.status_code)
    else:
        raise AssertionError("%r was taken" % wrong)
try:
    client.get_notification("0d3a3c0e-1a52-4c0f-bb2b-9f1f6a5e0001")
    raise AssertionError("there is no such notification")
except exceptions.NotFoundException as refused:
    expect(404, refused.status_code)
print("openstacksdk %s works with portal masakari" % openstack.version.__version__)
