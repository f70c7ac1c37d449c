-- A form may be answered for each connection; what is answered for the whole install names none.
alter table step_results drop constraint step_results_pkey;
alter table step_results add column connection_id uuid;
alter table step_results add constraint one_result_of_a_step unique nulls not distinct (workspace_id, install_id, step, connection_id);
